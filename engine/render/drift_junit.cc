#include "engine/render/drift_junit.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/render/drift_words.h"
#include "engine/render/phrases.h"
#include "engine/render/shown.h"
#include "engine/render/xml.h"

namespace dgctl::engine {
namespace {

constexpr std::size_t kLongestMessage = 1000;  // columns; the element's text has it all
/// The suite of what concerns no resource.
constexpr const char* kWorkspace = "workspace";
/// A name that stays the same from run to run: the one before is told from it by that.
constexpr const char* kTheRest = "the rest is as the last apply left it";

/// One testcase.
struct Case {
  std::string name;
  std::vector<const Drifted*> drifted;  ///< none: it passes or is skipped
  std::string skipped;                  ///< why, or ""
  std::string output;                   ///< of a case that passes
  std::vector<Place> places;
};

struct Suite {
  std::string name;
  std::vector<Case> cases;
};

class DriftJunit {
 public:
  DriftJunit(const DriftReport& report, const SourcePath& source)
      : report_(report), drift_(report.drift), source_(source) {}

  std::string render() {
    for (const std::string& kind : kinds_in_order()) add_kind(kind);
    add_workspace();
    std::size_t tests = 0;
    std::size_t failures = 0;
    for (const Suite& suite : suites_) {
      tests += suite.cases.size();
      failures += failures_in(suite);
    }
    out_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    out_ += xml_open("testsuites",
                     {{"name", "dgctl drift"},
                      {"tests", std::to_string(tests)},
                      {"failures", std::to_string(failures)},
                      {"errors", "0"},
                      {"time", "0"}}) +
            ">\n";
    for (const Suite& suite : suites_) print(suite);
    return out_ + "</testsuites>\n";
  }

 private:
  static std::size_t failures_in(const Suite& suite) {
    return static_cast<std::size_t>(std::count_if(
        suite.cases.begin(), suite.cases.end(), [](const Case& c) { return !c.drifted.empty(); }));
  }

  using Cases = std::map<Address, Case>;

  static Case& case_of(Cases& cases, const Address& address) {
    Case& found = cases[address];
    found.name = to_string(address);
    return found;
  }

  /// Every resource of a kind that the report names, once, and the rest.
  void add_kind(const std::string& kind) {
    Cases cases;
    add_drifted(kind, cases);
    add_hidden(kind, cases);
    const std::size_t recorded = cases.size() - strangers(kind) + add_pending(kind, cases);
    Suite suite{kind, {}};
    for (auto& [address, one] : cases) suite.cases.push_back(std::move(one));
    add_the_rest(suite, recorded);
    if (!suite.cases.empty()) suites_.push_back(std::move(suite));
  }

  void add_drifted(const std::string& kind, Cases& cases) const {
    for (const Drifted& drifted : drift_.drifted) {
      if (drifted.address.kind != kind) continue;
      Case& found = case_of(cases, drifted.address);
      found.drifted.push_back(&drifted);
      if (found.places.empty()) found.places = drifted.places;
    }
  }

  /// How many of what drifted is not recorded: somebody else's, where only ours may be.
  [[nodiscard]] std::size_t strangers(const std::string& kind) const {
    std::set<Address> all;
    for (const Drifted& drifted : drift_.drifted) {
      if (drifted.address.kind == kind && !drifted.recorded_at) all.insert(drifted.address);
    }
    return all.size();
  }

  void add_hidden(const std::string& kind, Cases& cases) const {
    for (const HiddenRead& read : drift_.hidden) {
      for (const Address& address : read.affects) {
        if (address.kind != kind) continue;
        case_of(cases, address).skipped = "may not be seen: " + why_hidden(read);
      }
    }
  }

  /// How many of those that are recorded got a case by this.
  std::size_t add_pending(const std::string& kind, Cases& cases) const {
    std::size_t recorded = 0;
    for (const Pending& pending : drift_.pending) {
      if (pending.address.kind != kind) continue;
      const bool is_new = pending.action == "create" || pending.action == "adopt";
      if (!is_new && !cases.contains(pending.address)) ++recorded;
      Case& found = case_of(cases, pending.address);
      if (found.places.empty()) found.places = pending.places;
      if (found.skipped.empty())
        found.skipped = "configured and not applied yet, which is no drift: " + pending.action;
    }
    return recorded;
  }

  void add_the_rest(Suite& suite, std::size_t named) const {
    const auto it = drift_.managed.find(suite.name);
    if (it == drift_.managed.end() || it->second <= named) return;
    Case rest;
    rest.name = kTheRest;
    rest.output = std::to_string(it->second - named) + " of " + std::to_string(it->second);
    suite.cases.push_back(std::move(rest));
  }

  /// Readers take a report without a case for a mistake.
  void add_workspace() {
    Suite suite{kWorkspace, {}};
    std::set<std::string> names;
    for (const HiddenRead& read : drift_.hidden) {
      const std::string name = to_string(read.lookup);
      if (!read.affects.empty() || !names.insert(name).second) continue;
      Case one;
      one.name = name;
      one.skipped = "may not be seen: " + why_hidden(read);
      suite.cases.push_back(std::move(one));
    }
    if (suite.cases.empty() && suites_.empty()) {
      Case one;
      one.name = kTheRest;
      (report_.last_applied.empty() ? one.skipped : one.output) = drift_summary(report_);
      suite.cases.push_back(std::move(one));
    }
    if (!suite.cases.empty()) suites_.push_back(std::move(suite));
  }

  void print(const Suite& suite) {
    const auto skipped = std::count_if(suite.cases.begin(), suite.cases.end(), [](const Case& c) {
      return c.drifted.empty() && !c.skipped.empty();
    });
    out_ += " " +
            xml_open("testsuite",
                     {{"name", class_name(suite)},
                      {"tests", std::to_string(suite.cases.size())},
                      {"failures", std::to_string(failures_in(suite))},
                      {"errors", "0"},
                      {"skipped", std::to_string(skipped)},
                      {"time", "0"},
                      {"timestamp", report_.made_at},
                      {"hostname", report_.host}}) +
            ">\n";
    print_properties();
    for (const Case& one : suite.cases) print(suite, one);
    out_ += " </testsuite>\n";
  }

  void print_properties() {
    out_ += "  <properties>\n";
    const XmlAttributes properties{{"dgctl", report_.made_by},
                                   {"workspace", report_.host},
                                   {"stack", report_.stack},
                                   {"target", report_.target},
                                   {"last_applied", report_.last_applied}};
    for (const auto& [name, value] : properties) {
      out_ += "   " + xml_open("property", {{"name", name}, {"value", value}}) + "/>\n";
    }
    out_ += "  </properties>\n";
  }

  [[nodiscard]] std::string class_name(const Suite& suite) const {
    return report_.stack + "." + report_.target + "." + suite.name;
  }

  void print(const Suite& suite, const Case& one) {
    XmlAttributes attributes{{"classname", class_name(suite)}, {"name", one.name}, {"time", "0"}};
    if (!one.places.empty() && !one.places.front().file.empty()) {
      // GitLab links to it. Jenkins' xUnit plugin, alone, knows no such attribute.
      attributes.emplace_back("file", path_from_root(source_, one.places.front().file));
    }
    out_ += "  " + xml_open("testcase", attributes) + ">\n";
    if (!one.drifted.empty()) {
      print_failure(one);
    } else if (!one.skipped.empty()) {
      out_ += "   " + xml_open("skipped", {{"message", one.skipped}}) + "/>\n";
    } else {
      out_ += "   <system-out>" + xml_text(one.output) + "</system-out>\n";
    }
    out_ += "  </testcase>\n";
  }

  /// One failure a case, since readers look at the first only.
  void print_failure(const Case& one) {
    const Drifted& first = *one.drifted.front();
    std::string text;
    for (const Drifted* drifted : one.drifted) {
      for (const std::string& sentence : account_of(*drifted, report_)) text += sentence + "\n";
      text += remedy_of(drifted->of) + "\n";
    }
    for (const Place& place : one.places) {
      if (!place.file.empty()) text += "It is asked for at " + to_text(place) + ".\n";
    }
    out_ += "   " +
            xml_open("failure",
                     {{"type", to_string(first.of)},
                      {"message", shortened(became_of(first), kLongestMessage)}}) +
            ">" + xml_text(text) + "</failure>\n";
  }

  const DriftReport& report_;
  const Drift& drift_;
  const SourcePath& source_;
  std::vector<Suite> suites_;
  std::string out_;
};

}  // namespace

std::string drift_junit(const DriftReport& report, const SourcePath& source) {
  return DriftJunit(report, source).render();
}

}  // namespace dgctl::engine
