// Who may include whom: the #include lines of the whole tree against the table.

#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <string>

#include "tests/support/catch.h"
#include "tests/support/golden.h"

namespace dgctl::tests::includes_test {
namespace {

using Folders = std::set<std::string>;

const Folders kEngineBase{"engine/model", "engine/edges", "engine/digest"};

/// What each folder may include beside itself.
const std::map<std::string, Folders>& allowed() {
  static const std::map<std::string, Folders> kAllowed{
      {"engine/model", {}},
      {"engine/edges", {"engine/model"}},
      {"engine/digest", {"engine/model"}},
      {"engine/sql", {"engine/model"}},
      {"engine/config", kEngineBase},
      {"engine/state", kEngineBase},
      {"engine/plan", {"engine/model", "engine/edges", "engine/digest", "engine/state"}},
      {"engine/apply",
       {"engine/model", "engine/edges", "engine/digest", "engine/state", "engine/plan"}},
      {"engine/doctor",
       {"engine/model", "engine/edges", "engine/sql", "engine/state", "engine/plan"}},
      {"engine/verify", {"engine/model", "engine/edges", "engine/sql"}},
      {"engine/render",
       {"engine/model",
        "engine/edges",
        "engine/digest",
        "engine/sql",
        "engine/state",
        "engine/plan",
        "engine/apply",
        "engine/doctor",
        "engine/verify"}},
      {"providers/transport", {"engine/model", "engine/edges"}},
      // Nothing of the engine but what these need: the simulated workspace is no part of dgctl.
      {"providers/sim", {"providers/transport", "engine/digest", "engine/edges"}},
      {"providers/curl", {"engine/model", "engine/edges", "providers/transport"}},
      {"providers/databricks/login", {"engine/model", "engine/edges", "providers/transport"}},
      {"providers/databricks",
       {"engine/model",
        "engine/edges",
        "engine/digest",
        "providers/transport",
        "providers/databricks/login"}},
      {"providers/state", kEngineBase},
      {"providers/system", kEngineBase},
      {"providers/sinks", {"engine/model", "engine/edges"}},
      // What programs have in common knows nothing of what they do.
      {"cmd/command_line", {}},
  };
  return kAllowed;
}

/// Third-party headers, and the folders in whose sources (never headers) they may stand.
const std::map<std::string, Folders>& third_party() {
  static const std::map<std::string, Folders> kThirdParty{
      {"yaml-cpp/", {"engine/config"}},
      {"openssl/", {"engine/digest", "cmd/dgsim"}},
      {"curl/", {"providers/curl"}},
      {"zlib", {"providers/curl"}},
      {"sqlite3.h", {"providers/sim"}},
      {"httplib.h", {"cmd/dgsim"}},
      {"CLI/", {"cmd/command_line", "cmd/dgctl", "cmd/dgsim"}},
      {"nlohmann/",
       {"engine/state",
        "engine/plan",
        "engine/render",
        "providers/transport",
        "providers/databricks",
        "providers/databricks/login",
        "providers/sim",
        "providers/state",
        "providers/sinks",
        "cmd/dgctl",
        "cmd/dgsim"}},
  };
  return kThirdParty;
}

struct Source {
  std::string path, folder;
};

std::vector<Source> sources() {
  std::vector<Source> all;
  const std::filesystem::path root(DGCTL_SOURCE_DIR);
  for (const char* top : {"engine", "providers", "cmd"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / top)) {
      const auto ending = entry.path().extension();
      if (ending != ".h" && ending != ".cc") continue;
      const auto relative = std::filesystem::relative(entry.path(), root);
      all.push_back({relative.string(), relative.parent_path().string()});
    }
  }
  return all;
}

std::vector<std::string> included(const Source& source, const std::regex& line) {
  std::vector<std::string> paths;
  const std::string text = file_text(std::filesystem::path(DGCTL_SOURCE_DIR) / source.path);
  for (std::sregex_iterator it(text.begin(), text.end(), line); it != std::sregex_iterator();
       ++it) {
    paths.push_back((*it)[1]);
  }
  return paths;
}

TEST_CASE("a folder includes only the folders that it may", "[tree]") {
  static const std::regex kOurs(R"re((?:^|\n)\s*#\s*include\s+"([^"]+)")re");
  std::string wrong;
  for (const Source& source : sources()) {
    for (const std::string& path : included(source, kOurs)) {
      const std::string folder = std::filesystem::path(path).parent_path().string();
      if (folder == source.folder || source.folder == "cmd/dgctl" || source.folder == "cmd/dgsim")
        continue;
      const auto rule = allowed().find(source.folder);
      if (rule == allowed().end()) {
        wrong += source.folder + " is in no table\n";
      } else if (!rule->second.contains(folder)) {
        wrong += source.path + ": " + source.folder + " may not include " + folder + "\n";
      }
    }
  }
  CHECK(wrong == "");
}

TEST_CASE("the simulated workspace includes only the transport's interface and the digest",
          "[tree]") {
  static const std::regex kOurs(R"re((?:^|\n)\s*#\s*include\s+"([^"]+)")re");
  static const Folders kMay{
      "providers/transport/transport.h", "engine/digest/sha256.h", "engine/edges/error.h"};
  for (const Source& source : sources()) {
    if (source.folder != "providers/sim") continue;
    for (const std::string& path : included(source, kOurs)) {
      INFO(source.path << " includes " << path);
      CHECK((path.starts_with("providers/sim/") || kMay.contains(path)));
    }
  }
}

/// What is wrong with a source's including a header of somebody else.
std::string misplaced(const Source& source, const std::string& path) {
  std::string wrong;
  for (const auto& [library, folders] : third_party()) {
    if (!path.starts_with(library)) continue;
    if (source.path.ends_with(".h")) wrong += source.path + ": a header includes " + path + "\n";
    if (!folders.contains(source.folder)) wrong += source.path + ": no place for " + path + "\n";
  }
  return wrong;
}

TEST_CASE("third-party headers stay in the sources of few folders", "[tree]") {
  static const std::regex kTheirs(R"re((?:^|\n)\s*#\s*include\s+<([^>]+)>)re");
  std::string wrong;
  for (const Source& source : sources()) {
    for (const std::string& path : included(source, kTheirs)) wrong += misplaced(source, path);
  }
  CHECK(wrong == "");
}

TEST_CASE("no source is so long that it is two things", "[tree]") {
  for (const Source& source : sources()) {
    const std::string text = file_text(std::filesystem::path(DGCTL_SOURCE_DIR) / source.path);
    INFO(source.path);
    CHECK(std::count(text.begin(), text.end(), '\n') <= 500);
  }
}

}  // namespace
}  // namespace dgctl::tests::includes_test
