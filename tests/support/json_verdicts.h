#pragma once

#include <filesystem>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/support/process.h"

namespace dgctl::tests {

/// What a JSON Schema of schemas/ says of documents, each JSON on one line: "ok", or what does not
/// fit. One process for all of them.
inline std::vector<std::string> json_verdicts(const std::string& schema,
                                              const std::vector<std::string>& documents) {
  const std::filesystem::path root(DGCTL_SOURCE_DIR);
  const ScratchFolder folder;
  std::string lines;
  for (const std::string& document : documents) lines += document + "\n";
  write_text(folder / "documents", lines);
  const Ended ended = run_process({(root / "tests/support/json_verdicts").string(),
                                   (root / "schemas" / schema).string(),
                                   (folder / "documents").string()},
                                  folder.path());
  std::vector<std::string> verdicts;
  std::istringstream output(ended.output);
  for (std::string line; std::getline(output, line);) verdicts.push_back(line);
  if (ended.code != 0 || verdicts.size() != documents.size()) {
    throw std::runtime_error("no verdicts: " + ended.output);
  }
  return verdicts;
}

}  // namespace dgctl::tests
