#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/support/process.h"

namespace dgctl::tests {

using Json = nlohmann::json;

inline const std::vector<std::string>& examples() {
  static const std::vector<std::string> kExamples{
      "guide-sql", "restricted-schemas", "restricted-tables", "reverse-etl"};
  return kExamples;
}

/// One example in a folder of its own, with the built binaries.
class ExampleRun {
 public:
  explicit ExampleRun(const std::string& example) {
    // One declares a variable; whoever runs this may have set it for something else.
    ::unsetenv("DGCTL_VAR_env");
    const std::filesystem::path from =
        std::filesystem::path(DGCTL_SOURCE_DIR) / "examples" / example;
    for (const char* file : {"dgctl.yml", "workspace.json"}) {
      std::filesystem::copy_file(from / file, folder_.path() / file);
    }
  }

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

  /// From now on the process that makes the request after so many others dies.
  void kill_at(std::size_t request, const std::string& when) const {
    fault_at(request, {{"kill", when}});
  }
  /// From now on this happens to the request after so many others, once.
  void fault_at(std::size_t request, const Json& what) const {
    Json workspace = Json::parse(file_text(folder() / "workspace.json"));
    workspace["faults"] =
        Json::array({{{"path", "*"}, {"skip", request}, {"times", 1}, {"do", what}}});
    write_text(folder() / "workspace.json", workspace.dump(2));
  }

  /// From now on dgctl runs with this in its environment as well: "NAME=value".
  void add_environment(const std::string& setting) { environment_.push_back(setting); }

  [[nodiscard]] Ended dgctl(const std::vector<std::string>& arguments) const {
    std::vector<std::string> command{"env"};
    command.insert(command.end(), environment_.begin(), environment_.end());
    command.emplace_back(DGCTL_BIN "/dgctl");
    command.insert(command.end(), arguments.begin(), arguments.end());
    return run_process(command, folder());
  }

  /// Every request so far: method, path and how it ended.
  [[nodiscard]] Json requests() const {
    const Ended log = run_process(
        {std::string(DGCTL_BIN "/dgsim"), "log", "workspace.json", "-o", "json"}, folder());
    return Json::parse(log.output);
  }

  /// What the workspace holds, without what time and request numbers leave in it.
  [[nodiscard]] std::string content() const {
    Json workspace = Json::parse(file_text(folder() / "workspace.json"));
    Json kept{{"catalogs", workspace["catalogs"]}};
    forget(kept);
    return kept.dump(1);
  }

 private:
  static void forget(Json& value) {
    if (value.is_object()) {
      for (const char* name : {"created_at", "updated_at", "schema_id", "id"}) value.erase(name);
    }
    if (value.is_structured()) {
      for (Json& item : value) forget(item);
    }
  }

  ScratchFolder folder_;
  std::vector<std::string> environment_;
};

/// What is wrong after a kill and one rerun, or "". `plan` says what must find nothing to do then.
inline std::string wrong_after_rerun(const ExampleRun& run,
                                     const Ended& rerun,
                                     const std::string& expected,
                                     const std::vector<std::string>& plan = {
                                         "plan", "--detailed-exitcode"}) {
  if (rerun.code != 0)
    return "the rerun ended with " + std::to_string(rerun.code) + ":\n" + rerun.output;
  const Ended next = run.dgctl(plan);
  if (next.code != 0) return "the next plan is not empty:\n" + next.output;
  if (next.output.find("did not finish") != std::string::npos)
    return "the journal is not finished:\n" + next.output;
  const std::string content = run.content();
  if (content != expected)
    return "the workspace is not what an undisturbed run leaves:\n" + content;
  std::map<std::string, int> made;
  for (const Json& request : run.requests()) {
    const bool took_effect = request.value("status", 0) == 200;
    if (request["method"] == "POST" && took_effect && ++made[request["path"]] > 1) {
      return "made twice: " + request["path"].get<std::string>();
    }
  }
  return {};
}

}  // namespace dgctl::tests
