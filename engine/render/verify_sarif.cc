#include "engine/render/verify_sarif.h"

#include <array>

#include "engine/digest/sha256.h"
#include "engine/render/sarif.h"
#include "engine/render/shown.h"
#include "engine/render/verify_words.h"

namespace dgctl::engine {
namespace {

struct VerifyRule {
  const char* id = "";
  const char* name = "";
  const char* level = "";
  const char* short_text = "";
  const char* full_text = "";
  const char* help = "";
};
// What is found, as rules that never change their id.
constexpr std::array kVerifyRules{
    VerifyRule{"DG201",
               "VerifyNotAllowed",
               "error",
               "The service principal may not do what the configuration gives it",
               "A statement that must work was refused to the service principal, or does not see "
               "what it is about.",
               "`dgctl plan` shows which grant is gone, `dgctl apply` gives it again."},
    VerifyRule{
        "DG202",
        "VerifyNotDenied",
        "error",
        "The service principal may do what the configuration does not give it",
        "A read or a write that must be denied was not. Nothing was read or written: the "
        "statement is for no row.",
        "Revoke what the result names, or add it to the configuration, if it is to be held."},
    VerifyRule{"DG203",
               "VerifyUnknown",
               "warning",
               "Whether the service principal may do it could not be found out",
               "A statement failed for a reason that says nothing of grants.",
               "Put right what the message says, and run `dgctl verify` again."},
};

std::size_t rule_of(const CheckResult& result) {
  if (result.judgement == Judgement::Unknown) return 2;
  return result.check.expected == Expectation::Denied ? 1 : 0;
}

SarifResult result_of(const CheckResult& result,
                      const VerifiedGraph& graph,
                      const VerifyReport& report) {
  SarifResult written;
  written.rule = rule_of(result);
  const VerifyRule& rule = kVerifyRules.at(written.rule);
  written.level = result.judgement == Judgement::Excess ? "note" : rule.level;
  written.message = check_line(result) + ".";
  for (const std::string& what : what_to_do(result, graph.client_id)) {
    written.message += " " + what + ".";
  }
  written.places = result.check.places;
  written.logical_name = result.check.because.kind.empty() ? shown(std::string_view(graph.key))
                                                           : shown(result.check.because);
  written.fingerprint = sha256(report.stack + "\n" + report.target + "\n" + rule.id + "\n" +
                               graph.key + "\n" + result.check.name) +
                        ":1";
  return written;
}

}  // namespace

std::string verify_sarif(const VerifyReport& report, const SourcePath& source) {
  SarifRun run;
  run.made_by = report.made_by;
  run.made_at = report.made_at;
  run.automation_id = "dgctl-verify/" + report.stack + "/" + report.target + "/";
  for (const VerifyRule& rule : kVerifyRules) {
    run.rules.push_back(
        {rule.id, rule.name, rule.level, rule.short_text, rule.full_text, rule.help, "verify"});
  }
  for (const VerifiedGraph& graph : report.graphs) {
    for (const CheckResult& result : graph.results) {
      if (needs_attention(result)) run.results.push_back(result_of(result, graph, report));
    }
    for (const std::string& note : graph.notes) {
      run.notifications.emplace_back("note", shown(std::string_view(note)) + ".");
    }
  }
  return sarif_text(run, source);
}

}  // namespace dgctl::engine
