// Runs each target over its kept corpus, without libFuzzer: replay FOLDER. What ends this program
// is a finding; the last line that it printed names the input.

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "tests/fuzz/targets.h"

namespace {

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// How many inputs the folder of a target has.
std::size_t replay(const dgctl::fuzz::Target& target, const std::filesystem::path& folder) {
  std::size_t inputs = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    // Before it runs, should it end the program.
    std::cout << entry.path().string() << '\n' << std::flush;
    target.run(bytes_of(entry.path()));
    ++inputs;
  }
  return inputs;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::cerr << "usage: fuzz_replay FOLDER\n";
    return 4;
  }
  const std::filesystem::path corpus(arguments[1]);
  for (const dgctl::fuzz::Target& target : dgctl::fuzz::targets()) {
    if (replay(target, corpus / target.name) == 0) {
      std::cerr << "fuzz_replay: no input for " << target.name << " in " << corpus << "\n";
      return 1;
    }
  }
  for (const auto& entry : std::filesystem::directory_iterator(corpus)) {
    if (dgctl::fuzz::find_target(entry.path().filename().string()) != nullptr) continue;
    std::cerr << "fuzz_replay: " << entry.path() << " is the corpus of no target\n";
    return 1;
  }
}
