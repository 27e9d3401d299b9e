#include "cmd/dgctl/repository.h"

#include <filesystem>
#include <system_error>

namespace dgctl::cmd {

std::string folder_in_repository() {
  std::error_code error;
  const std::filesystem::path here = std::filesystem::current_path(error);
  for (std::filesystem::path at = here; !error; at = at.parent_path()) {
    if (std::filesystem::exists(at / ".git", error)) {
      const std::string folder = here.lexically_relative(at).generic_string();
      return folder == "." ? std::string() : folder;
    }
    if (at == at.root_path()) break;
  }
  return {};
}

}  // namespace dgctl::cmd
