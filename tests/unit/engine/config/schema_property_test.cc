// The loader and the JSON Schema agree about random configurations.

#include <algorithm>
#include <random>
#include <regex>
#include <utility>

#include "tests/support/catch.h"
#include "tests/support/property.h"
#include "tests/unit/engine/config/agreement.h"
#include "tests/unit/engine/config/loading.h"
#include "tests/unit/engine/config/random_configuration.h"

namespace dgctl::engine::schema_property_test {
namespace {

constexpr std::size_t kMostSamples = 200;  // a validator in Python takes its time

std::vector<unsigned> choices() {
  return *rc::gen::resize(80,
                          rc::gen::container<std::vector<unsigned>>(rc::gen::inRange(0U, 1000U)));
}

TEST_CASE("a configuration that loads fits the schema", "[schema][property]") {
  std::vector<Sample> samples;
  tests::check_property("random configurations", [&] {
    const std::string text = written(random_configuration(choices(), ""), 0);
    RC_ASSERT(loads(text));
    if (samples.size() < kMostSamples) samples.push_back({text, text});
  });
  CHECK(refused_by_schema(samples) == std::vector<std::string>());
}

/// Where a text is read that has to look like something; '%' stands for it.
const std::vector<std::string>& places_of_texts() {
  static const std::vector<std::string> kPlaces{
      resource("catalogs", "name: %"),
      resource("sql_warehouses", "name: %"),
      resource("sql_warehouses", "id: %, existing: true"),
      resource("sql_warehouses", "name: w, permissions: [{user_name: %, level: CAN_USE}]"),
      resource("sql_warehouses", "name: w, permissions: [{group_name: %, level: CAN_USE}]"),
      resource("service_principals", "display_name: s, secret: {sink: {file: %}}"),
      resource("service_principals", "display_name: s, secret: {sink: {file: x}, retire: %}"),
      resource("catalogs", "name: a, owner: %"),
      resource("catalogs", "name: a, properties: {%: x}"),
      resource("catalogs",
               "name: a, lifecycle: {ignore_changes: [{field: owner, because: x, until: %}]}"),
      resource("grants", "securable: {schema: %}, principal: p, privileges: [SELECT]"),
      resource("grants", "securable: {table: %}, principal: p, privileges: [SELECT]"),
      graph_with("read: {%: all}"),
      graph_with("checkpoint: {existing: %}"),
      "variables: {v: {type: number, default: %}}",
      "variables: {v: {type: bool, default: %}}",
      "variables: {%: {default: x}}",
      "state: {path: %}",
      "safety: {max_revoke: {own: %}}",
      "identity_plane: account\naccount: {host: %, id: 0f6b2d4e-1111-4222-8333-444455556666}",
  };
  return kPlaces;
}

/// A text of few characters, most of which mean something somewhere; quoted or plain.
std::string drawn_text() {
  static const std::vector<std::string> kPieces{
      "a",         "A",    "d",     "0",        "7",
      "30",        ".",    "/",     "-",        "_",
      "`",         "@",    ":",     "%",        " ",
      "+",         "..",   "true",  "https://", "http://127.0.0.1",
      "http://",   "sim:", "user:", "2027-0",   "2-29",
      "confirmed", "\t"};
  std::string text;
  for (std::size_t left = *rc::gen::inRange<std::size_t>(0, 6); left > 0; --left) {
    text += kPieces[*rc::gen::inRange<std::size_t>(0, kPieces.size())];
  }
  // What an editor takes for a number or a truth value has no text that a schema could look at.
  static const std::regex kPlain("[a-zA-Z][a-zA-Z0-9._/-]*");
  const bool may_be_plain = text != "true" && std::regex_match(text, kPlain);
  return may_be_plain && *rc::gen::arbitrary<bool>() ? text : literal(text);
}

TEST_CASE("the schema and the loader agree about texts that look like something",
          "[schema][property]") {
  std::vector<Sample> samples;
  tests::check_property("texts", [&] {
    const std::string place =
        places_of_texts()[*rc::gen::inRange<std::size_t>(0, places_of_texts().size())];
    const std::size_t at = place.find('%');
    std::string drawn = drawn_text();
    // Who reads for the editor leaves out a key that is empty.
    if (place[at + 1] == ':' && drawn == "\"\"") drawn = "x";
    const std::string text = kHead + place.substr(0, at) + drawn + place.substr(at + 1) + "\n";
    if (samples.size() < 4 * kMostSamples) samples.push_back({text, text});
  });
  check_agreement(samples);
}

/// One place of a document that a change can be made at.
using Change = void (*)(Document& at, std::mt19937& random);

std::size_t below(std::mt19937& random, std::size_t n) { return random() % n; }

Document other_value(std::mt19937& random) {
  switch (below(random, 4)) {
    case 0:
      return {"null"};
    case 1:
      return {std::vector<Document>{{"x"}}};
    case 2:
      return {Members{{"a", {"b"}}}};
    default:
      return {"5"};
  }
}

/// A value of another type than a map, a scalar or a list.
Document other_than_map(std::mt19937& random) {
  return below(random, 2) == 0 ? Document{"\"x\""} : Document{std::vector<Document>{{"x"}}};
}
Document other_than_scalar(std::mt19937& random) {
  const std::size_t sort = below(random, 3);
  if (sort == 0) return {"~"};
  return sort == 1 ? Document{std::vector<Document>{{"x"}}} : Document{Members{{"a", {"b"}}}};
}
Document other_than_list(std::mt19937& random) {
  return below(random, 2) == 0 ? Document{"\"x\""} : Document{Members{{"a", {"b"}}}};
}

/// Makes a mistake that a schema can see: a key that is not known, or a value of another type.
void spoil(Document& document, std::mt19937& random) {
  auto* members = std::get_if<Members>(&document.is);
  if (members != nullptr && below(random, 3) == 0) {
    members->emplace_back("qqq", other_value(random));
  } else if (members != nullptr) {
    document = other_than_map(random);
  } else if (std::holds_alternative<std::string>(document.is)) {
    document = other_than_scalar(random);
  } else {
    document = other_than_list(random);
  }
}

/// Takes something away, which the schema may or may not see.
void shorten(Document& document, std::mt19937& random) {
  auto* members = std::get_if<Members>(&document.is);
  if (members == nullptr || members->empty()) return;
  members->erase(members->begin() + static_cast<std::ptrdiff_t>(below(random, members->size())));
}

/// Changes a place that is found by going down at random.
void change(Document& document, Change how, std::mt19937& random) {
  std::vector<Document*> below_it;
  if (auto* members = std::get_if<Members>(&document.is)) {
    for (auto& member : *members) below_it.push_back(&member.second);
  }
  if (auto* items = std::get_if<std::vector<Document>>(&document.is)) {
    for (Document& item : *items) below_it.push_back(&item);
  }
  if (below_it.empty() || below(random, 5) == 0) return how(document, random);
  change(*below_it[below(random, below_it.size())], how, random);
}

/// Random configurations, each changed at one place.
std::vector<Sample> changed(Change how) {
  std::vector<Sample> samples;
  tests::check_property("random changes", [&] {
    Document document = random_configuration(choices(), "");
    std::mt19937 random(*rc::gen::inRange(1U, 1'000'000U));
    change(document, how, random);
    const std::string text = written(document, 0);
    if (samples.size() < kMostSamples) samples.push_back({text, text});
  });
  return samples;
}

TEST_CASE("a configuration that loads fits the schema also without something",
          "[schema][property]") {
  std::vector<Sample> loaded;
  for (Sample& sample : changed(shorten)) {
    if (loads(sample.text)) loaded.push_back(std::move(sample));
  }
  CHECK(loaded.size() > 10);
  CHECK(refused_by_schema(loaded) == std::vector<std::string>());
}

TEST_CASE("the schema sees unknown keys and values of another type as the loader does",
          "[schema][property]") {
  const std::vector<Sample> samples = changed(spoil);
  check_agreement(samples);
  const auto refused = std::count_if(
      samples.begin(), samples.end(), [](const Sample& sample) { return !loads(sample.text); });
  CHECK(static_cast<std::size_t>(refused) > samples.size() / 2);
}

}  // namespace
}  // namespace dgctl::engine::schema_property_test
