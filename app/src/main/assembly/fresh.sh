# Whether the generation in service is as new as the sources. To be sourced, with `_lorimer_root` the repository's folder.
# One find and no other process: this is on the way of every start of ./lorimer.
# shellcheck shell=sh

# fresh: sets _lorimer_dist to the generation in service; true when no source is newer than its build.
fresh() {
  # shellcheck disable=SC2154 # set by whoever sources this
  [ -f "$_lorimer_root/app/target/live/current" ] || return 1
  # shellcheck source=/dev/null
  . "$_lorimer_root/app/target/live/current"
  # shellcheck disable=SC2154 # from the line above
  _lorimer_dist=$_lorimer_root/app/target/live/$_lorimer_generation
  # What find cannot read (a folder that was deleted) counts as changed too.
  # shellcheck disable=SC2086,SC2154 # a list of folders without blanks, from the same file
  _lorimer_changed=$(cd "$_lorimer_root" && exec find pom.xml ./*/pom.xml $_lorimer_sources -newer "$_lorimer_dist/built" 2>&1)
  [ -z "$_lorimer_changed" ]
}
