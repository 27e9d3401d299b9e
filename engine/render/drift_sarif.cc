#include "engine/render/drift_sarif.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "engine/digest/sha256.h"
#include "engine/model/descriptor.h"
#include "engine/render/drift_words.h"
#include "engine/render/phrases.h"
#include "engine/render/shown.h"

namespace dgctl::engine {
namespace {

enum class Level { Error, Warning };

const char* to_string(Level level) { return level == Level::Error ? "error" : "warning"; }

/// What is found, as rules that never change their id.
struct Rule {
  DriftClass of = DriftClass::Changed;
  const char* id = "";
  const char* name = "";
  Level level = Level::Warning;
  const char* short_text = "";
  const char* full_text = "";
};
constexpr std::array kRules{
    Rule{
        DriftClass::Changed,
        "DG301",
        "DriftChanged",
        Level::Warning,
        "Something is not as the last apply left it",
        "A field, a privilege or a level that dgctl manages differs in the workspace from what the "
        "last apply left. Who may do what is an error, any other field a warning."},
    Rule{DriftClass::Vanished,
         "DG302",
         "DriftVanished",
         Level::Error,
         "Something that the last apply left is gone",
         "What the last apply left, or what a grant is on, is not in the workspace any more."},
    Rule{DriftClass::Wiped,
         "DG303",
         "DriftWiped",
         Level::Error,
         "Grants are gone because what they were on was made anew",
         "A table or view was dropped and made anew under its name. The grants on it went "
         "with the old one."},
    Rule{DriftClass::ExceptionExpired,
         "DG304",
         "DriftExceptionExpired",
         Level::Warning,
         "An accepted difference is past its end",
         "An exception under ignore_changes is past its end, and what it accepted still differs."},
    Rule{DriftClass::SecretExpiring,
         "DG401",
         "SecretExpiring",
         Level::Warning,
         "A client secret in use ends soon, or has ended",
         "The secret in use is within rotate_before of its end, or has ended: nobody can log in "
         "with it then."},
};

std::size_t rule_of(DriftClass of) {
  const auto* it =
      std::find_if(kRules.begin(), kRules.end(), [&](const Rule& rule) { return rule.of == of; });
  return static_cast<std::size_t>(it - kRules.begin());
}

/// Who may do what weighs more than any other field.
Level level_of(const Drifted& drifted) {
  const Descriptor* descriptor = find_descriptor(drifted.address.kind);
  const bool is_entry = descriptor != nullptr && descriptor->shape == Shape::Entry;
  return is_entry ? Level::Error : kRules.at(rule_of(drifted.of)).level;
}

SarifRule sarif_rule(const Rule& rule) {
  return {rule.id,
          rule.name,
          to_string(rule.level),
          rule.short_text,
          rule.full_text,
          remedy_of(rule.of),
          "drift"};
}

class DriftSarif {
 public:
  DriftSarif(const DriftReport& report, const SourcePath& source)
      : report_(report), source_(source) {}

  [[nodiscard]] std::string render() const {
    SarifRun run;
    run.made_by = report_.made_by;
    run.made_at = report_.made_at;
    run.automation_id = "dgctl-drift/" + report_.stack + "/" + report_.target + "/";
    for (const Rule& rule : kRules) run.rules.push_back(sarif_rule(rule));
    for (const Drifted* drifted : in_order()) run.results.push_back(result_of(*drifted));
    run.notifications = notifications();
    return sarif_text(run, source_);
  }

 private:
  /// The most severe first, then by rule, then by address.
  [[nodiscard]] std::vector<const Drifted*> in_order() const {
    std::vector<const Drifted*> all;
    all.reserve(report_.drift.drifted.size());
    for (const Drifted& drifted : report_.drift.drifted) all.push_back(&drifted);
    std::stable_sort(all.begin(), all.end(), [](const Drifted* a, const Drifted* b) {
      return std::tuple(level_of(*a), rule_of(a->of), a->address) <
             std::tuple(level_of(*b), rule_of(b->of), b->address);
    });
    return all;
  }

  [[nodiscard]] SarifResult result_of(const Drifted& drifted) const {
    return {rule_of(drifted.of),
            to_string(level_of(drifted)),
            message_of(drifted),
            drifted.places,
            shown(drifted.address),
            fingerprint_of(drifted)};
  }

  [[nodiscard]] std::string message_of(const Drifted& drifted) const {
    std::string text;
    for (const std::string& sentence : account_of(drifted, report_)) {
      text += (text.empty() ? "" : " ") + sentence;
    }
    return text;
  }

  /// The same as long as the same thing has drifted in the same way, wherever its line has moved.
  [[nodiscard]] std::string fingerprint_of(const Drifted& drifted) const {
    std::string text = report_.stack + "\n" + report_.target + "\n" +
                       kRules.at(rule_of(drifted.of)).id + "\n" +
                       engine::to_string(drifted.address);
    // Of one resource several exceptions may be over.
    if (drifted.of == DriftClass::ExceptionExpired) {
      for (const FieldDrift& field : drifted.fields) text += "\n" + field.field;
    }
    return sha256(text) + ":1";
  }

  [[nodiscard]] std::vector<std::pair<std::string, std::string>> notifications() const {
    std::vector<std::pair<std::string, std::string>> notes;
    const auto add = [&](const std::string& text) { notes.emplace_back("warning", text); };
    const std::size_t count = report_.drift.drifted.size();
    if (count > kMostSarifResults) {
      add("Of " + std::to_string(count) + " things that drifted the " +
          std::to_string(kMostSarifResults) +
          " most severe are here, as many as GitHub shows; `dgctl drift` prints all.");
    }
    for (const HiddenRead& read : report_.drift.hidden) {
      add("May not be seen, and may have drifted: " + why_hidden(read) + ".");
    }
    if (!report_.interrupted.empty()) {
      add(interrupted_text(report_.interrupted, report_.lock_holder));
    }
    for (const std::string& warning : report_.drift.warnings) {
      add(shown(std::string_view(warning)) + ".");
    }
    return notes;
  }

  const DriftReport& report_;
  const SourcePath& source_;
};

}  // namespace

std::string drift_sarif(const DriftReport& report, const SourcePath& source) {
  return DriftSarif(report, source).render();
}

}  // namespace dgctl::engine
