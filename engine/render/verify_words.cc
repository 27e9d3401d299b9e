#include "engine/render/verify_words.h"

#include "engine/render/phrases.h"
#include "engine/render/shown.h"
#include "engine/sql/statements.h"

namespace dgctl::engine {
namespace {

std::string shown_text(const std::string& text) { return shown(std::string_view(text)); }

}  // namespace

std::string came_of(const CheckResult& result) {
  std::string text;
  if (result.rows) text = plural(*result.rows, "row", "rows");
  if (result.text.empty()) return text;
  return text.empty() ? shown_text(result.text) : text + ": " + shown_text(result.text);
}

std::string check_line(const CheckResult& result) {
  const std::string came = came_of(result);
  return shown_text(result.check.name) + (came.empty() ? "" : ": " + came);
}

std::string missing_line(const MissingGrant& missing, const Principal& client_id) {
  const bool is_level = missing.gate.on.type == "sql_warehouse";
  std::string text = is_level ? missing.gate.privilege
                              : sql_privilege(missing.gate.privilege).value_or("a privilege");
  text += is_level ? " on SQL warehouse " : " on " + missing.gate.on.type + " ";
  text += missing.gate.on.full_name + " for " + client_id;
  if (missing.address) text += ", which " + shown(*missing.address) + " asks for";
  return shown_text(text);
}

std::string missing_label(const CheckResult& result) {
  const bool is_one_of_them =
      result.missing.size() > 1 && result.check.expected != Expectation::Lists;
  return is_one_of_them ? "perhaps missing: " : "missing: ";
}

std::vector<std::string> what_to_do(const CheckResult& result, const Principal& client_id) {
  std::vector<std::string> all;
  const std::string which = missing_label(result);
  for (const MissingGrant& missing : result.missing) {
    std::string text = which + missing_line(missing, client_id);
    if (!missing.sql.empty()) text += "; " + shown_text(missing.sql) + " gives it";
    all.push_back(std::move(text));
  }
  for (const HeldGrant& held : result.held) {
    all.push_back(shown_text(held.sql.empty() ? held.text : held.text + ": " + held.sql));
  }
  for (const std::string& remedy : result.remedies) all.push_back(shown_text(remedy));
  return all;
}

bool needs_attention(const CheckResult& result) {
  switch (result.judgement) {
    case Judgement::Failed:
    case Judgement::Unknown:
    case Judgement::Excess:
      return true;
    case Judgement::Passed:
    case Judgement::Skipped:
      return false;
  }
  return false;
}

std::string verify_summary(const VerifyReport& report) {
  std::string text;
  for (const auto& [judgement, count] : count_by_judgement(report)) {
    if (count == 0 || judgement == Judgement::Passed) continue;
    text += (text.empty() ? "" : ", ") + std::to_string(count) + " " +
            (judgement == Judgement::Excess ? "beyond the configuration" : to_string(judgement));
  }
  const std::size_t passed = count_by_judgement(report).at(Judgement::Passed);
  const std::string passes = plural(passed, "check", "checks") + " passed";
  text = is_verified(report) ? passes + (text.empty() ? "" : ", " + text)
                             : text + ", " + std::to_string(passed) + " passed";
  return (is_verified(report) ? "Verified: " : "Not verified: ") + text + ".";
}

std::string identity_line(const VerifiedGraph& graph) {
  const WarehouseInUse& warehouse = graph.warehouse;
  std::string text = "as " + graph.client_id + " on SQL warehouse " +
                     (warehouse.name.empty() ? warehouse.id : warehouse.name);
  if (is_started_by_use(warehouse)) text += ", which was " + warehouse.state;
  return shown_text(text + ", with the secret of " + graph.secret_from);
}

}  // namespace dgctl::engine
