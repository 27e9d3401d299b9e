// The value of a secret stands in its sink and nowhere else: every command in every format, and
// every way to fail, with all that they print and all that they leave on disk.

#include <array>
#include <fstream>
#include <set>

#include "tests/crash/guide_run.h"

namespace dgctl::tests {
namespace {

std::string base64(std::string_view bytes, bool for_urls) {
  static constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t at = 0; at + 3 <= bytes.size(); at += 3) {
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      group = (group << 8U) | static_cast<unsigned char>(bytes[at + i]);
    }
    for (int shift = 18; shift >= 0; shift -= 6) {
      char digit = kDigits[(group >> static_cast<unsigned>(shift)) & 63U];
      if (for_urls && digit == '+') digit = '-';
      if (for_urls && digit == '/') digit = '_';
      out += digit;
    }
  }
  return out;
}

std::string hexadecimal(std::string_view bytes, const std::string& before) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += before;
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

/// The forms in which a value may turn up. In base64 each of three alignments looks different; what
/// two whole groups at an end would share with other text is left out.
std::vector<std::string> forms_of(const std::string& value) {
  std::vector<std::string> forms{value,
                                 value.substr(0, 12),
                                 hexadecimal(value, ""),
                                 hexadecimal(value, "%"),
                                 hexadecimal(value, "\\u00")};
  for (const bool for_urls : {false, true}) {
    for (std::size_t skip = 0; skip < 3; ++skip) {
      forms.push_back(base64(std::string_view(value).substr(skip), for_urls));
    }
  }
  return forms;
}

std::string sink_value(const std::filesystem::path& folder) {
  return line_of(file_text(folder / kSink), "DATABRICKS_CLIENT_SECRET");
}

/// Everything that one run of commands prints and leaves, searched for every value that its sink
/// has had.
class Searched {
 public:
  explicit Searched(const ExampleRun& run) : run_(run) {}

  Ended dgctl(const std::vector<std::string>& arguments) {
    Ended ended = run_.dgctl(arguments);
    printed_.emplace_back(arguments.front() + ": " + ended.output);
    remember();
    return ended;
  }

  /// Where a value was found, or "".
  [[nodiscard]] std::string found() const {
    for (const std::string& value : values_) {
      for (const std::string& form : forms_of(value)) {
        for (const std::string& text : printed_) {
          if (text.find(form) != std::string::npos) return "printed by " + text;
        }
        const std::string file = file_with(form);
        if (!file.empty()) return file;
      }
    }
    return {};
  }
  [[nodiscard]] std::size_t values() const { return values_.size(); }

 private:
  void remember() {
    const std::string value = sink_value(run_.folder());
    if (!value.empty()) values_.insert(value);
  }

  [[nodiscard]] std::string file_with(const std::string& form) const {
    const auto all = std::filesystem::recursive_directory_iterator(run_.folder());
    for (const auto& entry : all) {
      if (!entry.is_regular_file() || entry.path() == run_.folder() / kSink) continue;
      if (file_text(entry.path()).find(form) != std::string::npos) return entry.path().string();
    }
    return {};
  }

  const ExampleRun& run_;
  std::vector<std::string> printed_;
  std::set<std::string> values_;
};

TEST_CASE("no command prints or leaves a secret", "[crash][guide]") {
  const ExampleRun run("guide");
  Searched searched(run);
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {"validate"},
           {"validate", "--expand"},
           {"plan", "--out", "plan.json"},
           {"plan", "-o", "json"},
           {"show", "plan.json"},
           {"show", "plan.json", "-o", "json"},
           {"show", "plan.json", "-o", "sql"},
           {"graph"},
           {"graph", "plan.json", "-o", "mermaid"},
           {"apply", "plan.json"},
           {"plan", "--detailed-exitcode"},
           {"connection"},
           {"connection", "-o", "env"},
           {"connection", "-o", "json"},
           {"verify"},
           {"verify", "--log-http", "--log-level", "debug"},
           {"verify", "-o", "json"},
           {"verify", "-o", "junit"},
           {"verify", "-o", "sarif"},
           {"verify", "-o", "openmetrics"},
           {"rotate", "--auto-approve"},
           {"plan", "-o", "json"},
           {"connection"},
           {"state", "list"},
           {"state", "show"},
           {"state", "show", "-o", "json"},
           {"state", "show", "service_principal_secret.main"},
           {"state", "show", "--runs"},
           {"state", "list", "-o", "json"},
           {"state", "unlock"},
           {"state", "mv", "service_principal.main", "service_principal.x", "--auto-approve"},
           {"state", "mv", "service_principal.x", "service_principal.main", "--auto-approve"},
           {"state", "rm", "catalog.main", "--auto-approve"},
           {"import", "catalog.main"},
           {"rotate", "--retire", "--auto-approve"},
           {"destroy", "--auto-approve"},
       }) {
    searched.dgctl(arguments);
  }
  CHECK(searched.values() == 2);
  CHECK(searched.found() == "");
}

TEST_CASE("no failure prints or leaves a secret", "[crash][guide]") {
  const std::vector<Json> faults{{{"kill", "answered"}},
                                 {{"lose", true}},
                                 {{"status", 500}},
                                 {{"status", 401}, {"body", "<html>login</html>"}},
                                 {{"delay", 120000}}};
  for (const Json& fault : faults) {
    for (const char* path : {"*/credentials/secrets*", "/oidc/*"}) {
      const ExampleRun run("guide");
      Searched searched(run);
      Json workspace = Json::parse(file_text(run.folder() / "workspace.json"));
      workspace["faults"] = Json::array({{{"path", path}, {"do", fault}}});
      write_text(run.folder() / "workspace.json", workspace.dump(2));
      searched.dgctl({"apply", "--auto-approve"});
      searched.dgctl({"plan"});
      searched.dgctl({"apply", "--auto-approve"});
      searched.dgctl({"verify"});
      CAPTURE(fault.dump());
      CAPTURE(path);
      CHECK(searched.values() >= 1);
      CHECK(searched.found() == "");
    }
  }
}

TEST_CASE("an answer that quotes a secret is not told on", "[crash][guide]") {
  static constexpr const char* kQuoted = "dose0123456789abcdef0123456789abcdef";
  for (const char* path : {"*/credentials/secrets*", "/oidc/*", "/api/2.0/sql/warehouses*"}) {
    const ExampleRun run("guide");
    Json workspace = Json::parse(file_text(run.folder() / "workspace.json"));
    const std::string body = std::string("refused for ") + kQuoted + ", sorry";
    workspace["faults"] =
        Json::array({{{"path", path}, {"times", 9}, {"do", {{"status", 400}, {"body", body}}}}});
    write_text(run.folder() / "workspace.json", workspace.dump(2));
    const Ended ended = run.dgctl({"apply", "--auto-approve"});
    CAPTURE(path);
    CHECK(ended.code != 0);
    CHECK(ended.output.find("0123456789abcdef") == std::string::npos);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(run.folder())) {
      if (!entry.is_regular_file() || entry.path().filename() == "workspace.json") continue;
      CHECK(file_text(entry.path()).find("0123456789abcdef") == std::string::npos);
    }
  }
}

}  // namespace
}  // namespace dgctl::tests
