// What holds of every kind: whoever adds one learns here what is missing.

#include "engine/model/descriptor.h"

#include <algorithm>
#include <set>

#include "tests/support/catch.h"

namespace dgctl::engine::descriptor_test {
namespace {

bool is_sorted_and_unique(const std::vector<std::string>& words) {
  return std::is_sorted(words.begin(), words.end()) &&
         std::adjacent_find(words.begin(), words.end()) == words.end();
}

TEST_CASE("every kind says what it is and where that is documented", "[descriptor]") {
  std::set<std::string> kinds, plurals;
  for (const Descriptor& kind : descriptors()) {
    CAPTURE(kind.kind);
    CHECK(kinds.insert(kind.kind).second);
    CHECK((kind.plural.empty() || plurals.insert(kind.plural).second));
    CHECK(kind.description.ends_with('.'));
    CHECK(kind.source.starts_with("https://"));
    CHECK(terraform_type(kind.kind).starts_with("databricks_"));
    CHECK(kind.shape == descriptor_of(kind.kind).shape);
  }
}

TEST_CASE("every field that the file sets has a description and an example", "[descriptor]") {
  for (const Descriptor& kind : descriptors()) {
    std::set<std::string> names;
    for (const Field& field : kind.fields) {
      CAPTURE(kind.kind, field.name);
      CHECK(names.insert(field.name).second);
      CHECK(field.description.ends_with('.'));
      CHECK((field.written == Written::Never || !field.example.empty()));
      CHECK((field.privileged_values.empty() || field.set_like));
    }
  }
}

TEST_CASE("every object is found by its name or by its id", "[descriptor]") {
  for (const Descriptor& kind : descriptors()) {
    if (kind.shape != Shape::Object) continue;
    CAPTURE(kind.kind);
    const auto count = [&](bool Field::* what) {
      return std::count_if(
          kind.fields.begin(), kind.fields.end(), [&](const Field& field) { return field.*what; });
    };
    CHECK(!kind.plural.empty());
    CHECK((count(&Field::is_name) > 0) != kind.by_id);
    CHECK(count(&Field::is_label) == (kind.by_id ? 1 : 0));
    CHECK(count(&Field::is_id) == (kind.by_id ? 1 : 0));
    // The parts of a name come first, so that they are read before what they are shown with.
    if (!kind.by_id) CHECK(kind.fields.front().is_name);
  }
}

TEST_CASE("what can be granted on says which privileges it takes", "[descriptor]") {
  for (const Descriptor& kind : descriptors()) {
    CAPTURE(kind.kind);
    CHECK(kind.is_securable != kind.privileges.empty());
    const auto& taken = kind.privileges;
    const bool reads = std::find(taken.begin(), taken.end(), kind.read_privilege) != taken.end();
    CHECK(kind.is_securable == reads);
    CHECK(is_sorted_and_unique(kind.privileges));
    CHECK((kind.contains.empty() || kind.is_securable));
  }
}

TEST_CASE("what stands in another is among what that can hold", "[descriptor]") {
  for (const Descriptor& kind : descriptors()) {
    CAPTURE(kind.kind);
    if (!kind.is_securable) continue;
    const std::string name =
        full_name(kind, {{"catalog_name", "c"}, {"schema_name", "s"}, {"name", "n"}});
    const auto parent = parent_of({kind.kind, name});
    if (!parent) continue;
    const auto& held = descriptor_of(parent->type).contains;
    CHECK(std::find(held.begin(), held.end(), kind.kind) != held.end());
    CHECK(kind_below(below(*parent, kind.kind)) == kind.kind);
  }
}

TEST_CASE("a field that goes with a value of another names one that is known", "[descriptor]") {
  for (const Descriptor& kind : descriptors()) {
    for (const Field& field : kind.fields) {
      CAPTURE(kind.kind, field.name);
      if (field.goes_with.empty()) continue;
      const Field* other = kind.field(field.goes_with);
      REQUIRE(other != nullptr);
      const auto& known = other->known_values;
      CHECK(std::find(known.begin(), known.end(), field.goes_with_value) != known.end());
      CHECK_FALSE(field.required);
    }
  }
}

TEST_CASE("an entry with levels says which there are and what it is on", "[descriptor]") {
  for (const Descriptor& kind : descriptors()) {
    CAPTURE(kind.kind);
    CHECK(kind.has_levels != kind.levels.empty());
    CHECK(kind.has_levels != kind.acl_words.empty());
    if (!kind.has_levels) continue;
    CHECK(kind.shape == Shape::Entry);
    for (const char* field : {"object", "principal", "level"}) {
      CHECK(kind.field(field) != nullptr);
    }
    const bool is_listed = !kind.listed_as.empty();
    CHECK(is_listed != kind.thing_type.empty());
    CHECK(is_listed != kind.list_description.empty());
    CHECK(is_listed != kind.list_example.empty());
    CHECK((kind.principal_by_id || (!kind.admits && !is_listed)));
  }
}

TEST_CASE("an entry on what is no resource is known by its thing and its principal",
          "[descriptor]") {
  const Fields fields = fields_of(LevelEntry{"group:analysts", "4412398765430001", "MEMBER"});
  CHECK(natural_key({"group_membership", "analysts/etl"}, fields).name ==
        "group:analysts/4412398765430001");
  CHECK(to_string(Lookup(AclOf{"group_membership", "group:analysts"})) ==
        "the members of group:analysts");
  CHECK(terraform_type("group_membership") == "databricks_group_member");
}

TEST_CASE("what stands beside an object is listed with what it stands in", "[descriptor]") {
  CHECK(beside({"catalog", "sales"}) == Lookup(Below{}));
  CHECK(beside({"schema", "sales.crm"}) == Lookup(Below{{"catalog", "sales"}}));
  CHECK(beside({"table", "sales.crm.users"}) == Lookup(Below{{"schema", "sales.crm"}}));
  CHECK(beside({"volume", "sales.crm.files"}) == Lookup(Below{{"schema", "sales.crm"}, "volume"}));
  CHECK(to_string(beside({"volume", "sales.crm.files"})) ==
        "the names of each volume in schema sales.crm");
  CHECK(all_below({"schema", "sales.crm"}) ==
        std::vector<Below>{{{"schema", "sales.crm"}}, {{"schema", "sales.crm"}, "volume"}});
  CHECK(all_below({"volume", "sales.crm.files"}).empty());
  CHECK(beside({"external_location", "landing"}) == Lookup(Below{{"", "external_location"}}));
}

}  // namespace
}  // namespace dgctl::engine::descriptor_test
