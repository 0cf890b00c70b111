/**
 * The part of bash's completion file that is the same whatever the tables hold.
 *
 * Names of key files come from minions that nobody has accepted yet: they are compared and quoted, and never
 * given to `compgen -W`, which would run what is in them.
 */
export const BASH_FUNCTIONS =
  String.raw`# Offers the words of list $1 that begin like cur; before is put in front of each.
_salt_offer() {
  local word
  for word in $1; do
    [[ $word == "$cur"* ]] && COMPREPLY+=("$before$word")
  done
}

# Offers functions of list $1: first the modules, and the functions of one once its dot is there.
_salt_offer_functions() {
  local word last=
  [[ $cur == *.* ]] || compopt -o nospace 2>/dev/null
  for word in $1; do
    [[ $word == "$cur"* ]] || continue
    [[ $cur == *.* ]] || word=\${word%%.*}.
    [[ $word == "$last" ]] || COMPREPLY+=("$before$word")
    last=$word
  done
}

# Sets value to what the line $1 says after its colon, without quotes, comment and spaces.
_salt_setting() {
  value=\${1#*:}
  value=\${value%%[[:space:]]#*}
  value=\${value#"\${value%%[![:space:]]*}"}
  value=\${value%"\${value##*[![:space:]]}"}
  value=\${value#[\"\']}
  value=\${value%[\"\']}
}

# Sets pki to the master's key directory.
_salt_pki() {
  local config=\${SALT_CONFIG_DIR:-/etc/salt} root= line value i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      -c|--config-dir)
        config=\${COMP_WORDS[i+1]}
        [[ $config == = ]] && config=\${COMP_WORDS[i+2]} ;;
    esac
  done
  pki=/etc/salt/pki/master
  [[ -r $config/master ]] || return 0
  while IFS= read -r line || [[ -n $line ]]; do
    case $line in
      root_dir:*) _salt_setting "$line"; root=\${value%/} ;;
      pki_dir:*) _salt_setting "$line"; pki=$value ;;
    esac
  done <"$config/master"
  [[ $pki == "$root"/* ]] || pki=$root/\${pki#/}
}

# Offers the minions whose keys are in the directories $@.
_salt_offer_ids() {
  local pki directory file id
  _salt_pki
  for directory; do
    for file in "$pki/$directory"/*; do
      id=\${file##*/}
      [[ $id == "$cur"* && -f $file ]] || continue
      printf -v id %q "$id"
      COMPREPLY+=("$before$id")
    done
  done
}

# Offers what is of kind $1.
_salt_offer_kind() {
  case $1 in
    words) _salt_offer "$words" ;;
    function) _salt_offer_functions "$_salt_execution" ;;
    runner) _salt_offer_functions "$_salt_runner" ;;
    minion) _salt_offer_ids minions ;;
    pending-id) _salt_offer_ids minions_pre ;;
    any-id) _salt_offer_ids minions minions_pre minions_rejected minions_denied ;;
    file|files) compopt -o default 2>/dev/null ;;
    directory) compopt -o dirnames 2>/dev/null ;;
  esac
}

# Sets place to the number of words before the current one that are neither options nor their values.
_salt_place() {
  local i word kind words
  place=0
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ $word == = ]]; then
      ((i++))
    elif [[ $word == -?* ]]; then
      _salt_value "$program" "$word" || continue
      [[ \${COMP_WORDS[i+1]} == = ]] || ((i++))
    else
      ((place++))
    fi
  done
  return 0
}

_salt_complete() {
  local program=\${1##*/} cur=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  local before= kind= words= kinds=() place
  COMPREPLY=()
  # Bash takes --out=json apart: three words.
  if [[ $cur == = ]]; then
    cur=
  elif [[ $previous == = ]] && ((COMP_CWORD > 2)); then
    previous=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  if [[ $previous == -* ]] && _salt_value "$program" "$previous"; then
    _salt_offer_kind "$kind"
    return 0
  fi
  if [[ $cur == -* ]]; then
    _salt_flags "$program"
    _salt_offer "$words"
    return 0
  fi
  _salt_positionals "$program"
  ((\${#kinds[@]} > 0)) || return 0
  _salt_place
  ((place < \${#kinds[@]})) || place=$((\${#kinds[@]} - 1))
  # A list of minions or functions is completed at its last comma.
  if [[ \${kinds[place]} != files && $cur == *,* ]]; then
    before=\${cur%,*},
    cur=\${cur##*,}
  fi
  _salt_offer_kind "\${kinds[place]}"
  return 0
}`.replaceAll("\\${", "${");
