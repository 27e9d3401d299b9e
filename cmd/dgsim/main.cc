#include <exception>
#include <iostream>

#include "cmd/dgsim/commands.h"
#include "providers/sim/workspace_file_error.h"

namespace {

int failed(const std::exception& error, int exit_code) {
  std::cerr << "dgsim: " << error.what() << '\n';
  return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return dgctl::cmd::run_dgsim(argc, argv, {std::cin, std::cout, std::cerr});
  } catch (const dgctl::providers::WorkspaceFileError& error) {
    return failed(error, dgctl::cmd::kUsage);
  } catch (const std::exception& error) {
    return failed(error, dgctl::cmd::kFailed);
  } catch (...) {
    std::cerr << "dgsim: an unknown failure\n";
    return dgctl::cmd::kFailed;
  }
}
