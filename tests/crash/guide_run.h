#pragma once

#include <string>

#include <sys/stat.h>

#include "engine/digest/sha256.h"
#include "tests/crash/example_run.h"

// What an apply of the guide's example must leave, however it was disturbed.

namespace dgctl::tests {

inline constexpr const char* kName = "segment-data-graph";
inline constexpr const char* kSink = ".secrets/segment.env";

inline std::string line_of(const std::string& text, const std::string& key) {
  const std::size_t at = text.find("\n" + key + "=");
  if (at == std::string::npos) return {};
  const std::size_t begin = at + key.size() + 2;
  return text.substr(begin, text.find('\n', begin) - begin);
}

/// What is wrong with the sink, or "". `secrets`: those of the principal.
inline std::string wrong_in_sink(const ExampleRun& run, const Json& secrets) {
  const std::filesystem::path path = run.folder() / kSink;
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0) return "there is no sink";
  if ((info.st_mode & 0777U) != 0600U) return "the sink is not 0600";
  const std::string text = file_text(path);
  const std::string id = line_of(text, "DGCTL_SECRET_ID");
  if (!secrets.contains(id)) return "the sink's secret " + id + " is not there";
  const std::string sum = engine::sha256(line_of(text, "DATABRICKS_CLIENT_SECRET"));
  if (secrets[id]["sha256"] != sum) return "the sink's value is not that of its secret";
  for (const auto& entry : std::filesystem::directory_iterator(path.parent_path())) {
    if (entry.path() != path) return "left beside the sink: " + entry.path().string();
  }
  return {};
}

/// What is wrong with the state, which has to know every secret that there is, or "".
inline std::string wrong_in_state(const ExampleRun& run, const Json& secrets) {
  const std::string state = file_text(run.folder() / ".dgctl/guide/default/state.json");
  for (const auto& [id, secret] : secrets.items()) {
    if (state.find(id) == std::string::npos) return "the state does not know secret " + id;
  }
  return {};
}

/// What is wrong with what an apply of the guide left, or "".
inline std::string wrong_in_workspace(const ExampleRun& run, std::size_t most_secrets) {
  const Json workspace = Json::parse(file_text(run.folder() / "workspace.json"));
  std::size_t principals = 0;
  std::string wrong;
  for (const auto& [id, principal] : workspace["service_principals"].items()) {
    const std::string name = principal.value("display_name", "");
    if (name.find("dgctl") != std::string::npos) return "a principal is left over: " + name;
    if (name != kName) continue;
    ++principals;
    const Json secrets = principal.value("secrets", Json::object());
    if (secrets.size() > most_secrets) {
      return std::to_string(secrets.size()) + " secrets, not " + std::to_string(most_secrets);
    }
    wrong = wrong_in_sink(run, secrets);
    if (wrong.empty()) wrong = wrong_in_state(run, secrets);
  }
  if (principals != 1) return std::to_string(principals) + " principals";
  std::size_t warehouses = 0;
  for (const auto& [id, warehouse] : workspace["warehouses"].items()) {
    if (warehouse.value("name", "") == "segment") ++warehouses;
  }
  if (warehouses != 1) return std::to_string(warehouses) + " warehouses";
  return wrong;
}

/// What is wrong with the rerun of an apply, and with the plan after it, or "".
inline std::string wrong_in_rerun(const ExampleRun& run, const Ended& rerun) {
  if (rerun.code != 0) {
    return "the rerun ended with " + std::to_string(rerun.code) + ":\n" + rerun.output;
  }
  const Ended next = run.dgctl({"plan", "--detailed-exitcode"});
  if (next.code != 0) return "the next plan is not empty:\n" + next.output;
  if (next.output.find("brings the state up to date") != std::string::npos) {
    return "the state is not up to date:\n" + next.output;
  }
  if (next.output.find("did not finish") != std::string::npos) return "the journal is left over";
  return {};
}

inline std::string wrong_after(const ExampleRun& run,
                               const Ended& rerun,
                               std::size_t most_secrets) {
  const std::string wrong = wrong_in_rerun(run, rerun);
  return wrong.empty() ? wrong_in_workspace(run, most_secrets) : wrong;
}

}  // namespace dgctl::tests
