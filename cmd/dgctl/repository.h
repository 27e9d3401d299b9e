#pragma once

#include <string>

namespace dgctl::cmd {

/// Where the working folder lies in the repository that holds it, "" at its root or outside of any:
/// programs that annotate sources count from there.
std::string folder_in_repository();

}  // namespace dgctl::cmd
