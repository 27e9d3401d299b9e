#include "engine/render/event_json.h"

#include <algorithm>
#include <array>

#include "engine/model/overloaded.h"
#include "engine/render/drift_json.h"
#include "engine/render/drift_words.h"
#include "engine/render/plan_text.h"
#include "engine/render/verify_words.h"
#include "engine/state/document.h"

namespace dgctl::engine {
namespace {

constexpr const char* kUiVersion = "1.2";

std::string line(const Fields& event) { return to_json(printable(event)) + "\n"; }

Fields head(const std::string& at,
            const char* level,
            const std::string& message,
            const char* type) {
  return {{"@level", level},
          {"@message", message},
          {"@module", "dgctl.ui"},
          {"@timestamp", at},
          {"type", type}};
}

/// As Terraform names a resource, so that its readers find theirs.
Value resource_value(const Address& address) {
  return Fields{{"addr", to_string(address)},
                {"implied_provider", "databricks"},
                {"module", ""},
                {"resource", to_string(address)},
                {"resource_key", Null{}},
                {"resource_name", address.key},
                {"resource_type", terraform_type(address.kind)}};
}

/// "" for what is not told: it is counted nowhere.
std::string stream_action(const std::string& action) {
  static constexpr std::array<std::pair<const char*, const char*>, 7> kActions{
      {{"create", "create"},
       {"update", "update"},
       {"replace", "replace"},
       {"delete", "delete"},
       {"adopt", "import"},
       {"move", "move"},
       {"forget", "remove"}}};
  const auto* it = std::find_if(
      kActions.begin(), kActions.end(), [&](const auto& each) { return each.first == action; });
  return it == kActions.end() ? std::string() : it->second;
}

std::string mover_name(Mover mover) { return *to_value(mover).text(); }

std::int64_t seconds_of_run(const Event& event) {
  return event.took ? std::chrono::duration_cast<std::chrono::seconds>(*event.took).count() : 0;
}

}  // namespace

std::string EventJson::version(const std::string& dgctl) const {
  Fields event = head(at_, "info", "dgctl " + dgctl, "version");
  event.emplace("dgctl", dgctl);
  event.emplace("ui", kUiVersion);
  return line(event);
}

std::string EventJson::diagnostic(const Diagnostic& diagnostic) const {
  const bool is_error = diagnostic.severity == Severity::Error;
  const char* severity = is_error ? "error" : "warning";
  Fields told{{"detail", ""}, {"severity", severity}, {"summary", diagnostic.message}};
  if (!diagnostic.place.file.empty()) {
    const Fields start{{"byte", std::int64_t{0}},
                       {"column", std::int64_t{diagnostic.place.column}},
                       {"line", std::int64_t{diagnostic.place.line}}};
    told.emplace("range",
                 Fields{{"end", start}, {"filename", diagnostic.place.file}, {"start", start}});
  }
  Fields event = head(at_,
                      is_error ? "error" : "warn",
                      (is_error ? "Error: " : "Warning: ") + diagnostic.message,
                      "diagnostic");
  event.emplace("diagnostic", std::move(told));
  return line(event);
}

std::string EventJson::planned(const Plan& plan) const {
  std::string lines;
  for (const Change& change : plan.changes) {
    const std::string action = stream_action(action_of(change));
    if (action.empty()) continue;
    const Address& address = address_of(change);
    Fields told{{"action", action}, {"resource", resource_value(address)}};
    if (const auto* move = std::get_if<Move>(&change)) {
      told.emplace("previous_resource", resource_value(move->from));
    }
    Fields event = head(at_, "info", to_string(address) + ": Plan to " + action, "planned_change");
    event.emplace("change", std::move(told));
    lines += line(event);
  }
  return lines + summary("plan", count(plan.changes));
}

std::string EventJson::drift(const DriftReport& report) const {
  std::string lines;
  for (const Drifted& drifted : report.drift.drifted) {
    const bool is_gone = drifted.of == DriftClass::Vanished;
    const char* action = is_gone ? "delete" : "update";
    Fields event = head(at_,
                        "info",
                        to_string(drifted.address) + ": Drift detected (" + action + ")",
                        "resource_drift");
    List fields;
    for (const FieldDrift& field : drifted.fields) fields.emplace_back(field.field);
    List values;
    for (const FieldDrift& field : drifted.fields) values.push_back(to_value(field));
    event.emplace("change",
                  Fields{{"action", action},
                         {"class", to_string(drifted.of)},
                         {"fields", std::move(fields)},
                         {"mover", mover_name(drifted.mover)},
                         {"resource", resource_value(drifted.address)},
                         {"values", std::move(values)}});
    lines += line(event);
  }
  Fields counts;
  for (const auto& [of, n] : count_by_class(report.drift)) {
    counts.emplace(to_string(of), static_cast<std::int64_t>(n));
  }
  Fields event = head(at_, "info", drift_summary(report), "drift_summary");
  event.emplace("counts", std::move(counts));
  event.emplace("hidden", static_cast<std::int64_t>(report.drift.hidden.size()));
  event.emplace("pending", static_cast<std::int64_t>(report.drift.pending.size()));
  return lines + line(event);
}

std::string EventJson::verified(const VerifyReport& report) const {
  std::string lines;
  for (const VerifiedGraph& graph : report.graphs) {
    for (const CheckResult& result : graph.results) {
      const bool is_bad =
          result.judgement == Judgement::Failed || result.judgement == Judgement::Unknown;
      Fields event = head(at_, is_bad ? "error" : "info", check_line(result), "verify_check");
      event.emplace("check",
                    Fields{{"data_graph", graph.key},
                           {"name", result.check.name},
                           {"outcome", to_string(result.judgement)}});
      lines += line(event);
    }
  }
  Fields counts;
  for (const auto& [judgement, n] : count_by_judgement(report)) {
    counts.emplace(to_string(judgement), static_cast<std::int64_t>(n));
  }
  Fields event = head(at_, "info", verify_summary(report), "verify_summary");
  event.emplace("counts", std::move(counts));
  return lines + line(event);
}

std::string EventJson::summary(const std::string& operation, const Counts& counts) const {
  const auto number = [](std::size_t n) { return Value(static_cast<std::int64_t>(n)); };
  const std::string text = operation == "apply"     ? apply_summary(counts)
                           : operation == "destroy" ? destroy_summary(counts)
                                                    : plan_summary(counts);
  Fields event = head(at_, "info", text, "change_summary");
  event.emplace("changes",
                Fields{{"add", number(counts.added)},
                       {"change", number(counts.changed)},
                       {"forget", number(counts.forgotten)},
                       {"import", number(counts.imported)},
                       {"operation", operation},
                       {"remove", number(counts.destroyed)}});
  return line(event);
}

std::string EventJson::progress(const Event& event) const {
  const bool is_error = event.type == "apply_errored" || event.type == "apply_stale";
  const std::string subject = event.of ? to_string(*event.of) + ": " : std::string();
  const std::string text = event.type == "apply_complete"
                               ? "done after " + std::to_string(seconds_of_run(event)) + "s"
                               : event.text;
  Fields told = head(at_, is_error ? "error" : "info", subject + text, event.type.c_str());
  if (event.of) {
    Fields hook{{"resource", resource_value(*event.of)}};
    if (!event.action.empty()) hook.emplace("action", event.action);
    if (event.took) hook.emplace("elapsed_seconds", seconds_of_run(event));
    told.emplace("hook", std::move(hook));
  }
  if (event.total > 0) {
    told.emplace("steps",
                 Fields{{"done", static_cast<std::int64_t>(event.done)},
                        {"total", static_cast<std::int64_t>(event.total)}});
  }
  return line(told);
}

std::string EventJson::end(int code, const std::string& reason) const {
  Fields event = head(at_,
                      // 2 is an answer: there are changes, something drifted.
                      code == 0   ? "info"
                      : code == 2 ? "warn"
                                  : "error",
                      code == 0 ? "done" : "ended with " + std::to_string(code) + ": " + reason,
                      "end");
  event.emplace("code", static_cast<std::int64_t>(code));
  if (!reason.empty()) event.emplace("reason", reason);
  return line(event);
}

}  // namespace dgctl::engine
