#include "engine/render/verify_json.h"

#include "engine/state/document.h"

namespace dgctl::engine {
namespace {

constexpr int kVerifyFormat = 1;

List to_list(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

const char* to_string(Expectation expected) {
  return expected == Expectation::Denied ? "denied" : "works";
}

Value to_value(const MissingGrant& missing) {
  Fields item{{"name", missing.gate.on.full_name},
              {"privilege", missing.gate.privilege},
              {"sql", missing.sql},
              {"type", missing.gate.on.type}};
  if (missing.address) item.emplace("address", engine::to_string(*missing.address));
  return item;
}

Value to_value(const CheckResult& result) {
  const LiveCheck& check = result.check;
  List places;
  for (const Place& place : check.places) {
    places.emplace_back(
        Fields{{"column", place.column}, {"file", place.file}, {"line", place.line}});
  }
  List missing;
  for (const MissingGrant& grant : result.missing) missing.push_back(to_value(grant));
  List held;
  for (const HeldGrant& grant : result.held) {
    held.emplace_back(Fields{{"sql", grant.sql}, {"text", grant.text}});
  }
  Fields item{{"because", check.because.kind.empty() ? "" : engine::to_string(check.because)},
              {"expected", to_string(check.expected)},
              {"held", std::move(held)},
              {"missing", std::move(missing)},
              {"name", check.name},
              {"on", Fields{{"name", check.on.full_name}, {"type", check.on.type}}},
              {"outcome", engine::to_string(result.judgement)},
              {"places", std::move(places)},
              {"remedies", to_list(result.remedies)},
              {"statement", check.statement},
              {"text", result.text}};
  if (result.rows) item.emplace("rows", static_cast<std::int64_t>(*result.rows));
  if (const auto& failure = result.failure) {
    item.emplace("answer",
                 Fields{{"condition", failure->condition},
                        {"message", failure->message},
                        {"sql_state", failure->sql_state}});
  }
  return item;
}

Value to_value(const VerifiedGraph& graph) {
  List checks;
  for (const CheckResult& result : graph.results) checks.push_back(to_value(result));
  return Fields{{"checks", std::move(checks)},
                {"client_id", graph.client_id},
                {"key", graph.key},
                {"notes", to_list(graph.notes)},
                {"secret_from", graph.secret_from},
                {"warehouse",
                 Fields{{"id", graph.warehouse.id},
                        {"name", graph.warehouse.name},
                        {"state_before", graph.warehouse.state}}}};
}

}  // namespace

std::string verify_json(const VerifyReport& report) {
  Fields counts;
  for (const auto& [judgement, n] : count_by_judgement(report)) {
    counts.emplace(engine::to_string(judgement), static_cast<std::int64_t>(n));
  }
  List graphs;
  for (const VerifiedGraph& graph : report.graphs) graphs.push_back(to_value(graph));
  Fields document{{"counts", std::move(counts)},
                  {"data_graphs", std::move(graphs)},
                  {"format_version", kVerifyFormat},
                  {"made_at", report.made_at},
                  {"made_by", report.made_by},
                  {"requests", report.requests},
                  {"stack", report.stack},
                  {"target", report.target},
                  {"verified", is_verified(report)},
                  {"workspace", Fields{{"host", report.host}}}};
  if (!is_verified(report)) document.emplace("reason", "verify");
  return to_printed_json(printable(document));
}

}  // namespace dgctl::engine
