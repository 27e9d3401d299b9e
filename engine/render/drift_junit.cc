#include "engine/render/drift_junit.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/render/drift_words.h"
#include "engine/render/junit.h"
#include "engine/render/phrases.h"
#include "engine/render/shown.h"

namespace dgctl::engine {
namespace {

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
    JunitReport junit{"dgctl drift",
                      report_.made_at,
                      report_.host,
                      {{"dgctl", report_.made_by},
                       {"workspace", report_.host},
                       {"stack", report_.stack},
                       {"target", report_.target},
                       {"last_applied", report_.last_applied}},
                      {}};
    for (const Suite& suite : suites_) {
      JunitSuite& written = junit.suites.emplace_back();
      written.name = report_.stack + "." + report_.target + "." + suite.name;
      for (const Case& one : suite.cases) written.cases.push_back(junit_case(one));
    }
    return junit_text(junit);
  }

 private:
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

  [[nodiscard]] JunitCase junit_case(const Case& one) const {
    JunitCase written{one.name, {}, std::nullopt, one.skipped, one.output};
    if (!one.places.empty() && !one.places.front().file.empty()) {
      written.file = path_from_root(source_, one.places.front().file);
    }
    if (!one.drifted.empty()) written.failure = failure_of(one);
    return written;
  }

  /// One failure a case, since readers look at the first only.
  [[nodiscard]] JunitFailure failure_of(const Case& one) const {
    const Drifted& first = *one.drifted.front();
    std::string text;
    for (const Drifted* drifted : one.drifted) {
      for (const std::string& sentence : account_of(*drifted, report_)) text += sentence + "\n";
      text += remedy_of(drifted->of) + "\n";
    }
    for (const Place& place : one.places) {
      if (!place.file.empty()) text += "It is asked for at " + to_text(place) + ".\n";
    }
    return {to_string(first.of), shortened(became_of(first), kLongestJunitMessage), text};
  }

  const DriftReport& report_;
  const Drift& drift_;
  const SourcePath& source_;
  std::vector<Suite> suites_;
};

}  // namespace

std::string drift_junit(const DriftReport& report, const SourcePath& source) {
  return DriftJunit(report, source).render();
}

}  // namespace dgctl::engine
