#include "tests/unit/engine/config/agreement.h"

#include "tests/support/catch.h"
#include "tests/support/json_verdicts.h"
#include "tests/unit/engine/config/editor_view.h"
#include "tests/unit/engine/config/loading.h"

namespace dgctl::engine {

bool loads(const std::string& text) { return load_text(text).desired.has_value(); }

std::vector<std::string> verdicts_of(const std::vector<Sample>& samples) {
  std::vector<std::string> documents;
  documents.reserve(samples.size());
  for (const Sample& sample : samples) documents.push_back(as_editors_see(sample.text));
  return tests::json_verdicts("dgctl.schema.json", documents);
}

std::vector<std::string> refused_by_schema(const std::vector<Sample>& samples) {
  const std::vector<std::string> verdicts = verdicts_of(samples);
  std::vector<std::string> refused;
  for (std::size_t at = 0; at < samples.size(); ++at) {
    if (verdicts[at] != "ok") refused.push_back(samples[at].where + ": " + verdicts[at]);
  }
  return refused;
}

void check_agreement(const std::vector<Sample>& samples) {
  const std::vector<std::string> verdicts = verdicts_of(samples);
  for (std::size_t at = 0; at < samples.size(); ++at) {
    const Loaded loaded = load_text(samples[at].text);
    if (loaded.desired.has_value() == (verdicts[at] == "ok")) continue;
    FAIL_CHECK(samples[at].text << "\nthe schema says: " << verdicts[at] << "\nthe loader says:\n"
                                << text_of(loaded.diagnostics));
  }
}

std::string graph_with(const std::string& members) {
  return "data_graphs: {main: {service_principal: {name: s}, " + members + "}}";
}

std::string resource(const std::string& plural, const std::string& members) {
  return "resources: {" + plural + ": {k: {" + members + "}}}";
}

}  // namespace dgctl::engine
