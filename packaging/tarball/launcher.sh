#!/bin/sh
# Starts the program of this file's name, from wherever this tree lies. Links to this file may lie anywhere.
file=$0
while [ -L "$file" ]; do
  link=$(readlink "$file")
  case $link in
    /*) file=$link ;;
    *) file=${file%/*}/$link ;;
  esac
done
case $file in
  */*) dir=${file%/*} ;;
  *) dir=$(dirname "$(command -v "$file")") ;;
esac
exec "$dir/../lib/node" "$dir/../lib/bundle/${file##*/}.js" "$@"
