/**
 * The part of fish's completion file that is the same whatever the tables hold.
 *
 * Names of key files come from minions that nobody has accepted yet: fish quotes what it offers, and nothing here runs it.
 */
export const FISH_FUNCTIONS = String.raw`# Prints the words behind a comma-separated beginning of the current word.
function __salt_listed
    set -l begun (string match -r '^.*,' -- (commandline -ct))
    while read -l word
        echo "$begun$word"
    end
end

# Prints what the file $argv[2] says for the option $argv[1], without quotes and comment.
function __salt_setting
    string match -r "^$argv[1]:.*" <$argv[2] | string replace -r '^[^:]*:\s*["\']?(.*?)["\']?(\s+#.*)?\s*$' '$1'
end

# Prints the minions whose keys are in the directories $argv of the master's key directory.
function __salt_ids
    set -l config /etc/salt
    set -q SALT_CONFIG_DIR; and set config $SALT_CONFIG_DIR
    set -l words (commandline -opc)
    for at in (seq (count $words))
        switch $words[$at]
            case -c --config-dir
                set config $words[(math $at + 1)]
            case '--config-dir=*'
                set config (string replace -- --config-dir= '' $words[$at])
        end
    end
    set -l pki /etc/salt/pki/master
    set -l root
    if test -r $config/master
        set root (string trim -r -c / -- (__salt_setting root_dir $config/master)[-1])
        set -l own (__salt_setting pki_dir $config/master)[-1]
        test -n "$own"; and set pki $own
    end
    string match -q -- "$root/*" $pki; or set pki $root/(string trim -l -c / -- $pki)
    for directory in $argv
        for file in $pki/$directory/*
            test -f $file; and path basename -- $file
        end
    end
end

# Whether the current word is number $argv[1] of those of program $argv[2] that are neither options nor their values; with a
# third argument also a later one.
function __salt_at
    set -l place 1
    set -l skip 0
    for word in (commandline -opc)[2..]
        if test $skip = 1
            set skip 0
        else if string match -q -- '-?*' $word
            contains -- $word (__salt_valued $argv[2]); and set skip 1
        else
            set place (math $place + 1)
        end
    end
    test $place -eq $argv[1]; or begin
        set -q argv[3]; and test $place -gt $argv[1]
    end
end`;
