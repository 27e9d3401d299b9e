#include <algorithm>

#include "engine/config/expanded.h"
#include "engine/config/load.h"
#include "tests/support/catch.h"
#include "tests/support/golden.h"
#include "tests/support/growth.h"
#include "tests/support/property.h"
#include "tests/unit/engine/config/loading.h"
#include "tests/unit/engine/config/random_configuration.h"

// What nobody writes on purpose, or only with a bad one: loading ends, quickly, with a result or a
// reason.

namespace dgctl::engine::hostile_test {
namespace {

std::string sample(const std::string& name) {
  return tests::file_text(std::filesystem::path(DGCTL_GOLDEN_DIR) / (name + ".yml"));
}

/// Loads, and holds the result to what load() promises.
void check_promises(const std::string& text) {
  const Loaded loaded = load_text(text);
  const bool is_sorted = std::is_sorted(
      loaded.diagnostics.begin(), loaded.diagnostics.end(), [](const auto& a, const auto& b) {
        return a.place < b.place;
      });
  if (loaded.desired.has_value() == has_errors(loaded.diagnostics) || !is_sorted) {
    FAIL("neither loaded nor refused: " << text);
  }
  for (const Diagnostic& diagnostic : loaded.diagnostics) {
    const bool is_sentence = !diagnostic.message.empty() && diagnostic.message.back() != '.' &&
                             diagnostic.message.find('\n') == std::string::npos;
    if (!is_sentence) FAIL("no sentence: " << to_string(diagnostic));
  }
}

TEST_CASE("a file that is cut off anywhere is loaded or refused", "[hostile]") {
  const std::string text = sample(GENERATE(values<std::string>({"guide", "resources", "schemas"})));
  for (std::size_t length = 0; length <= text.size(); ++length)
    check_promises(text.substr(0, length));
}

TEST_CASE("a file with bytes replaced is loaded or refused", "[hostile]") {
  const std::string text = sample("resources");
  const std::string bytes = "\t\n\r \"'[]{}:,-#&*!|>%@`$~?\\x\xC3\xFF" + std::string(1, '\0');
  // Each byte at every 29th place, and each beginning at another.
  for (std::size_t which = 0; which < bytes.size(); ++which) {
    for (std::size_t at = which; at < text.size(); at += 29) {
      std::string broken = text;
      broken[at] = bytes[which];
      check_promises(broken);
    }
  }
}

TEST_CASE("a file with a line removed or doubled or indented is loaded or refused", "[hostile]") {
  const std::string text = sample("resources");
  for (std::size_t start = 0; start < text.size(); start = text.find('\n', start) + 1) {
    const std::size_t length = text.find('\n', start) + 1 - start;
    check_promises(std::string(text).erase(start, length));
    check_promises(std::string(text).insert(start, text.substr(start, length)));
    for (const char* indentation : {" ", "  ", "\t", "- ", "? "}) {
      check_promises(std::string(text).insert(start, indentation));
    }
  }
}

TEST_CASE("random configurations with random damage are loaded or refused", "[hostile][property]") {
  tests::check_property("damage", [] {
    const auto choices = *rc::gen::resize(
        60, rc::gen::container<std::vector<unsigned>>(rc::gen::inRange(0U, 1000U)));
    std::string text = written(random_configuration(choices, ""), 0);
    const auto hits = *rc::gen::container<std::vector<std::pair<unsigned, char>>>(rc::gen::pair(
        rc::gen::inRange(0U, 100000U),
        rc::gen::element(
            '\t', '\n', '"', '\'', '[', '}', ':', ',', '-', '#', '&', '*', '$', '{', '\\', 'x')));
    for (const auto& [at, byte] : hits) text[at % text.size()] = byte;
    check_promises(text);
  });
}

TEST_CASE("anything of words that the language knows is loaded or refused", "[hostile][property]") {
  tests::check_property("words", [] {
    const auto words = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
        "version: 1\n",
        "name: a\n",
        "workspace: {profile: p}\n",
        "variables:\n",
        "resources:\n",
        "data_graphs:\n",
        "  catalogs:\n",
        "  grants:\n",
        "  main:\n",
        "    a: {name: b}\n",
        "    service_principal:\n",
        "      application_id: 0f6b2d4e-1111-4222-8333-444455556666\n",
        "    read: {x: all}\n",
        "    checkpoint: {existing: y}\n",
        "  env: {default: d}\n",
        "    z: ${var.env}\n",
        "    w: {securable: {catalog: c}, principal: p, privileges: [SELECT]}\n",
        "  schemas: *a\n",
        "  tables: &a {}\n",
        "    c: {name: \"${resources.catalogs.a.name}\"}\n",
        "    from: data_graphs.main\n"));
    std::string text;
    for (const std::string& word : words) text += word;
    check_promises(text);
    check_promises(kHead + text);
  });
}

/// Principals that are none, and grants to what is nearly the name of one: a suggestion for each.
std::string mistaken(int mistakes) {
  std::string text = "resources:\n  service_principals:\n";
  for (int at = 0; at < mistakes; ++at) {
    text +=
        "    principal_number_" + std::to_string(at) + ": {application_id: x, existing: true}\n";
  }
  text += "  grants:\n";
  for (int at = 0; at < mistakes; ++at) {
    text += "    g" + std::to_string(at) +
            ": {securable: {catalog: c}, principal: \"sp:principal_numbre_" + std::to_string(at) +
            "\", privileges: [SELECT]}\n";
  }
  return kHead + text;
}

TEST_CASE("many mistakes are reported in time that grows with their number", "[hostile]") {
  const std::string few = mistaken(625);
  const std::string many = mistaken(5000);
  CHECK(load_text(many).diagnostics.size() == 10'000);
  CHECK(tests::growth([&] { load_text(few); }, [&] { load_text(many); }) < 24);
}

std::string tables(int count) {
  std::string text =
      "data_graphs:\n  main:\n    service_principal: {application_id: " + std::string(kId) +
      "}\n    read:\n      finance:\n        tables:\n";
  for (int at = 0; at < count; ++at) {
    text +=
        "          - ledger_" + std::to_string(at % 100) + ".accounts_" + std::to_string(at) + "\n";
  }
  return text;
}

TEST_CASE("ten thousand tables are loaded in time that grows with their number", "[hostile]") {
  const std::string few = tables(1250);
  const std::string many = tables(10'000);
  CHECK(desired(many).resources.size() == 10'105);
  CHECK(tests::growth([&] { desired(few); }, [&] { desired(many); }) < 24);
}

}  // namespace
}  // namespace dgctl::engine::hostile_test
