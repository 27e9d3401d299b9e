#include "cmd/dgctl/machine.h"

#include <cstdlib>
#include <filesystem>
#include <utility>

#include "providers/system/folder_files.h"
#include "providers/system/program.h"

namespace dgctl::cmd {
namespace {

constexpr std::size_t kLargestFile = std::size_t{1} << 20U;

}  // namespace

std::optional<std::string> Machine::variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::optional<std::string> Machine::file(const std::string& path) {
  const std::filesystem::path whole(path);
  const std::string folder = whole.parent_path().string();
  const std::string name = whole.filename().string();
  std::error_code error;
  if (!std::filesystem::exists(whole, error) && !error) return std::nullopt;
  // The user named it: links may lead to it, as where a cluster mounts tokens.
  providers::FolderFiles files(folder.empty() ? "." : folder, name);
  return files.read(name, kLargestFile);
}

providers::ProgramEnd Machine::run(const std::vector<std::string>& command, std::stop_token stop) {
  providers::ProgramResult result = providers::run_program(command, {}, stop);
  return {result.code, std::move(result.out), std::move(result.err)};
}

}  // namespace dgctl::cmd
