#include "cmd/dgctl/console.h"

#include <cstdlib>
#include <iostream>

#include <unistd.h>

namespace dgctl::cmd {

Console process_console() {
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool dumb = term != nullptr && std::string(term) == "dumb";
  const bool forbidden = no_color != nullptr && *no_color != '\0';
  return {std::cout,
          std::cerr,
          std::cin,
          ::isatty(STDOUT_FILENO) == 1,
          ::isatty(STDERR_FILENO) == 1,
          ::isatty(STDIN_FILENO) == 1,
          !dumb && !forbidden};
}

std::string ask(Console& console, const std::string& question) {
  console.out << question << std::flush;
  std::string answer;
  std::getline(console.in, answer);
  while (!answer.empty() && (answer.back() == '\r' || answer.back() == ' ')) answer.pop_back();
  return answer;
}

void ProgressLines::notify(const engine::Event& event) {
  if (quiet_) return;
  const std::string subject = event.of ? to_string(*event.of) + ": " : std::string();
  std::string text = engine::shown(std::string_view(event.text));
  // Why stands at the end, once for all that a request carried.
  if (event.type == "apply_complete") text = "done";
  if (event.type == "apply_errored") text = "failed";
  if (event.type == "apply_stale") text = "left out";
  console_.err << subject << text << "\n" << std::flush;
}

}  // namespace dgctl::cmd
