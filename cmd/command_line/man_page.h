#pragma once

#include <string>
#include <vector>

#include "cmd/command_line/command_tree.h"

namespace dgctl::cmd {

/// What stands at the edges of every page.
struct Manual {
  std::string version;  ///< "dgctl 0.1.0"
  std::string date;     ///< of that version, "2026-11-26": equal sources give equal pages
};

struct ManPage {
  std::string file;  ///< "dgctl-state-show.1"
  std::string text;  ///< roff, man(7)
};

/// A page for the program and one for each of its commands.
std::vector<ManPage> man_pages(const CommandTree& program, const Manual& manual);

/// Writes them into a folder, which is made if it is not there. Throws std::ios_base::failure or
/// std::filesystem::filesystem_error.
void write_man_pages(const CommandTree& program, const Manual& manual, const std::string& folder);

}  // namespace dgctl::cmd
