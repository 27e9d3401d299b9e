#include "engine/render/sarif.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "engine/render/shown.h"

namespace dgctl::engine {
namespace {

using Json = nlohmann::ordered_json;

/// Text as a message may hold it: "[name](target)" would be a link.
std::string message_text(std::string text) {
  text = shortened(text, kLongestSarifText);
  for (std::size_t at = text.find("]("); at != std::string::npos; at = text.find("](", at + 3)) {
    text.insert(at + 1, " ");
  }
  return text;
}

Json text_of(const std::string& text) { return Json{{"text", text}}; }

Json json_of(const SarifRule& rule) {
  return {{"id", rule.id},
          {"name", rule.name},
          {"shortDescription", text_of(rule.short_text + ".")},
          {"fullDescription", text_of(rule.full_text)},
          {"help", {{"text", rule.help}, {"markdown", rule.help}}},
          {"defaultConfiguration", {{"level", rule.level}}},
          {"properties",
           {{"precision", "very-high"},
            {"problem.severity", rule.level},
            {"tags", Json::array({"databricks", rule.tag})}}}};
}

Json location_of(const SarifResult& result, const SourcePath& source) {
  Place place{source.file, 1, 1};
  if (!result.places.empty() && !result.places.front().file.empty()) place = result.places.front();
  const std::string uri = uri_of(path_from_root(source, place.file));
  const Json region{{"startLine", std::max(place.line, 1)},
                    {"startColumn", std::max(place.column, 1)}};
  const Json logical{{"fullyQualifiedName", result.logical_name}, {"kind", "resource"}};
  return {{"physicalLocation", {{"artifactLocation", {{"uri", uri}}}, {"region", region}}},
          {"logicalLocations", Json::array({logical})}};
}

Json json_of(const SarifResult& result, const SarifRun& run, const SourcePath& source) {
  return {{"ruleId", run.rules.at(result.rule).id},
          {"ruleIndex", result.rule},
          {"level", result.level},
          {"message", text_of(message_text(result.message))},
          {"locations", Json::array({location_of(result, source)})},
          {"partialFingerprints", {{"primaryLocationLineHash", result.fingerprint}}}};
}

Json invocation_of(const SarifRun& run) {
  Json notes = Json::array();
  for (const auto& [level, text] : run.notifications) {
    notes.push_back({{"level", level}, {"message", text_of(message_text(text))}});
  }
  return {{"executionSuccessful", true},
          {"endTimeUtc", run.made_at},
          {"toolExecutionNotifications", std::move(notes)}};
}

}  // namespace

std::string sarif_text(const SarifRun& run, const SourcePath& source) {
  Json rules = Json::array();
  for (const SarifRule& rule : run.rules) rules.push_back(json_of(rule));
  Json results = Json::array();
  for (const SarifResult& result : run.results) {
    if (results.size() < kMostSarifResults) results.push_back(json_of(result, run, source));
  }
  const Json driver{
      {"name", "dgctl"}, {"semanticVersion", run.made_by}, {"rules", std::move(rules)}};
  const Json whole{{"tool", {{"driver", driver}}},
                   {"automationDetails", {{"id", run.automation_id}}},
                   {"invocations", Json::array({invocation_of(run)})},
                   {"columnKind", "unicodeCodePoints"},
                   {"results", std::move(results)}};
  const Json document{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                      {"version", "2.1.0"},
                      {"runs", Json::array({whole})}};
  return document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace dgctl::engine
