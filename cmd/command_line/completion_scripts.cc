#include "cmd/command_line/completion_scripts.h"

#include <map>

namespace dgctl::cmd {
namespace {

// In all of them PROGRAM stands for the program's name. A name or value goes from the program into
// an array of the shell's and is never read as code.

constexpr const char* kBash = R"(# Completion of PROGRAM's command lines in bash 4.4 and later.
# shellcheck shell=bash
_PROGRAM() {
  local program=PROGRAM home='~/'
  # One that was named by its path is asked itself.
  case ${COMP_WORDS[0]-} in
    "$home"*/* | "$home"*) program=$HOME/${COMP_WORDS[0]#"$home"} ;;
    */*) program=${COMP_WORDS[0]} ;;
  esac
  COMPREPLY=()
  case ${3-} in
    *'<' | *'>') compopt -o bashdefault -o default; return ;;
  esac
  mapfile -t COMPREPLY < <(command "$program" __complete --bash "${COMP_TYPE:-9}" "${COLUMNS:-80}" \
    "${2-}" "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
  # The first line says how to go on, the others are candidates.
  [ "${COMPREPLY[0]-}" != nospace ] || compopt -o nospace
  COMPREPLY=("${COMPREPLY[@]:1}")
}
complete -o nosort -F _PROGRAM PROGRAM
)";

constexpr const char* kZsh = R"(#compdef PROGRAM
# Completion of PROGRAM's command lines in zsh.

_PROGRAM() {
  emulate -L zsh
  local program=PROGRAM line
  # One that was named by its path is asked itself.
  [[ $words[1] != */* ]] || program=${${(Q)words[1]}/#\~\//$HOME/}
  local -a lines whole whole_shown begun begun_shown
  lines=("${(@f)$(command $program __complete -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
  [[ -n $lines[1] ]] || return 1
  # A tilde is the shell's; what follows it is completed.
  local home=
  if [[ $PREFIX == '~/'* ]]; then
    home='~/'
    compset -P '\~/'
  fi
  local -i width=0
  for line in "$lines[@]"; do
    line=${${line%%$'\t'*}#$home}
    (( $#line <= width )) || width=$#line
  done
  local word shown
  for line in "$lines[@]"; do
    word=${${line%%$'\t'*}#$home}
    shown=$word
    [[ -z ${line#*$'\t'} ]] || shown="${(r:width:)word}  -- ${line#*$'\t'}"
    if [[ $word == *[/=] ]]; then
      begun+=("$word") begun_shown+=("$shown")
    else
      whole+=("$word") whole_shown+=("$shown")
    fi
  done
  local -i added=1
  (( ! $#begun )) || compadd -V PROGRAM -S '' -l -d begun_shown -a begun && added=0
  (( ! $#whole )) || compadd -V PROGRAM -l -d whole_shown -a whole && added=0
  return added
}

# Read by itself it is a function that completes; sourced it says so.
if [[ ${funcstack[1]-} == _PROGRAM ]]; then
  _PROGRAM "$@"
else
  compdef _PROGRAM PROGRAM
fi
)";

constexpr const char* kFish = R"(# Completion of PROGRAM's command lines in fish.
function __PROGRAM_complete
    set -l words (commandline -opc)
    set -l program PROGRAM
    # One that was named by its path is asked itself.
    string match -q '*/*' -- $words[1]
    and set program (string replace -r '^~/' "$HOME/" -- $words[1])
    set -e words[1]
    # Without its quotes, of which the last one may be missing.
    set -l token (commandline -ct)
    set -l typed (string unescape -- $token; or string unescape -- $token'"'; or string unescape -- $token"'")
    set -q typed[1]; or set typed $token
    command $program __complete -- $words "$typed" 2>/dev/null
end
complete -c PROGRAM -f -k -a '(__PROGRAM_complete)'
)";

}  // namespace

std::string completion_script(const std::string& shell, const std::string& program) {
  static const std::map<std::string, std::string> kScripts{
      {"bash", kBash}, {"zsh", kZsh}, {"fish", kFish}};
  static const std::string kPlaceholder = "PROGRAM";
  std::string script = kScripts.at(shell);
  for (std::size_t at = script.find(kPlaceholder); at != std::string::npos;
       at = script.find(kPlaceholder, at + program.size())) {
    script.replace(at, kPlaceholder.size(), program);
  }
  return script;
}

}  // namespace dgctl::cmd
