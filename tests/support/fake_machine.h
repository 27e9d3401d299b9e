#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "providers/databricks/login/surroundings.h"

namespace dgctl::tests {

/// A machine as a value.
class FakeMachine : public providers::Surroundings {
 public:
  std::map<std::string, std::string> variables{{"HOME", "/home/ada"}};
  std::map<std::string, std::string> files;
  std::vector<std::vector<std::string>> ran;
  providers::ProgramEnd end;

  void profiles(const std::string& text) { files["/home/ada/.databrickscfg"] = text; }

  std::optional<std::string> variable(const std::string& name) override {
    const auto it = variables.find(name);
    return it == variables.end() ? std::nullopt : std::optional(it->second);
  }
  std::optional<std::string> file(const std::string& path) override {
    const auto it = files.find(path);
    return it == files.end() ? std::nullopt : std::optional(it->second);
  }
  providers::ProgramEnd run(const std::vector<std::string>& command,
                            std::stop_token /*stop*/) override {
    ran.push_back(command);
    return end;
  }
};

}  // namespace dgctl::tests
