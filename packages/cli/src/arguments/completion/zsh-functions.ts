/**
 * The part of zsh's completion file that is the same whatever the tables hold.
 */
export const ZSH_FUNCTIONS =
  String.raw`# Offers the minions whose keys are in the directories $@ of the master's key directory.
_salt_ids() {
  local config=\${SALT_CONFIG_DIR:-/etc/salt} root= pki=/etc/salt/pki/master line value directory i
  local -a ids
  for ((i = 2; i < CURRENT; i++)); do
    case $words[i] in
      -c|--config-dir) config=$words[i+1] ;;
      --config-dir=*) config=\${words[i]#*=} ;;
    esac
  done
  if [[ -r $config/master ]]; then
    while IFS= read -r line || [[ -n $line ]]; do
      value=\${\${(Q)\${\${line#*:}## ##}}%%[[:space:]]##}
      case $line in
        root_dir:*) root=\${value%/} ;;
        pki_dir:*) pki=$value ;;
      esac
    done <$config/master
  fi
  [[ $pki == $root/* ]] || pki=$root/\${pki#/}
  for directory in $@; do
    ids+=($pki/$directory/*(N.:t))
  done
  compadd -a ids
}`.replaceAll("\\${", "${");
