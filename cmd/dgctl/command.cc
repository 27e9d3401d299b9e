#include "cmd/dgctl/command.h"

namespace dgctl::cmd {

CLI::App& add_command(CLI::App& parent, const CommandText& text, Chosen& chosen, Chosen run) {
  return add_command(parent, text, [&chosen, run = std::move(run)] { chosen = run; });
}

}  // namespace dgctl::cmd
