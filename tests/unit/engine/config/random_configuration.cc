#include "tests/unit/engine/config/random_configuration.h"

#include <algorithm>
#include <random>

#include "tests/unit/engine/config/loading.h"

namespace dgctl::engine {
namespace {

const std::vector<std::string> kTexts{"plain",      "",
                                      "null",       "true",
                                      "5",          "0x1f",
                                      "a: b",       "- x",
                                      "# y",        "it's \"so\"",
                                      "two\nlines", "tab\there",
                                      "${var.x}",   "$${",
                                      "$$",         "\u00e4\u20ac\U0001F600",
                                      " spaces ",   "bell\x07",
                                      "C:\\dir",    "yes",
                                      "[a]",        "{b}",
                                      "trailing:",  "&a",
                                      "*a",         "!t",
                                      "%d",         "@at",
                                      "`tick`",     "1e3",
                                      "~",          "<<",
                                      "?",          "2027-01-01"};

const std::vector<std::string> kPrincipals{"analysts",
                                           "Data Team",
                                           "a@b.c",
                                           "A@B.C",
                                           "user:robot",
                                           "group:x@y.z",
                                           "group:sp:etl",
                                           "null",
                                           "5",
                                           "1f6b2d4e-1111-4222-8333-444455556666",
                                           "group:2f6b2d4e-1111-4222-8333-444455556666",
                                           "sp:3F6B2D4E-1111-4222-8333-444455556666"};

/// Takes choices one by one; when they run out, the first of everything.
class Dice {
 public:
  explicit Dice(const std::vector<unsigned>& choices) : choices_(choices) {}
  std::size_t below(std::size_t n) { return at_ < choices_.size() ? choices_[at_++] % n : 0; }
  bool coin() { return below(2) == 1; }
  const std::string& of(const std::vector<std::string>& values) {
    return values[below(values.size())];
  }

 private:
  const std::vector<unsigned>& choices_;
  std::size_t at_ = 0;
};

Document scalar(std::string text) { return {std::move(text)}; }
Document flag(bool value) { return scalar(value ? "true" : "false"); }
Document list(std::vector<Document> items) { return {std::move(items)}; }

class Drawer {
 public:
  Drawer(const std::vector<unsigned>& choices, std::string prefix)
      : dice_(choices), prefix_(std::move(prefix)) {}

  Document draw() {
    catalogs_ = dice_.below(4);
    schemas_ = dice_.below(4);
    Members resources;
    resources.emplace_back("service_principals", principals());
    resources.emplace_back("sql_warehouses", warehouses());
    resources.emplace_back("catalogs", catalogs());
    resources.emplace_back("schemas", schemas());
    resources.emplace_back("external_locations", locations());
    resources.emplace_back("volumes", volumes());
    resources.emplace_back("grants", grants());
    Members root{{"version", scalar("1")}, {"name", scalar("acme")}};
    root.emplace_back(
        "workspace",
        Document{Members{{"host", scalar("\"sim:w.json\"")}, {"workspace_id", scalar("7")}}});
    root.emplace_back("resources", Document{std::move(resources)});
    root.emplace_back("data_graphs", graphs());
    if (dice_.coin())
      root.emplace_back("state", Document{Members{{"path", scalar(literal("my state"))}}});
    return {std::move(root)};
  }

 private:
  std::string key(const std::string& kind, std::size_t number) const {
    return prefix_ + kind + std::to_string(number);
  }

  /// Text, or one with a reference to a catalog of a lower number, so that there is no circle.
  std::string text(std::size_t number) {
    if (number > 0 && dice_.below(3) == 0) {
      const std::string field = dice_.of({"name", "storage_location", "catalog_type"});
      const std::string reference =
          "${resources.catalogs.\\\"" + key("c ", dice_.below(number)) + "\\\"." + field + "}";
      return dice_.coin() ? "\"" + reference + "\"" : "\"at " + reference + " $${ \"";
    }
    return literal(dice_.of(kTexts));
  }

  /// Keys hold no references, and have no escape for what looks like one.
  std::string property_key() {
    const std::string& drawn = dice_.of(kTexts);
    return literal("k " + (drawn.find("${") == std::string::npos ? drawn : "x"));
  }

  /// `field`: one whose changes may be ignored, "" for none.
  Document lifecycle(const std::string& field) {
    Members members;
    if (dice_.coin()) members.emplace_back("prevent_destroy", flag(dice_.coin()));
    if (!field.empty() && dice_.coin()) {
      Members ignored{{"field", scalar(field)},
                      {"because", scalar(literal("so: " + dice_.of(kTexts)))}};
      if (dice_.coin()) ignored.emplace_back("until", scalar("2027-01-31"));
      members.emplace_back("ignore_changes", list({Document{std::move(ignored)}}));
    }
    return {std::move(members)};
  }

  std::string principal() {
    if (dice_.below(3) == 0) return "\"sp:" + key("p", dice_.below(4)) + "\"";
    return "\"" + dice_.of(kPrincipals) + "\"";
  }

  void add_fields(Members& members, std::size_t number) {
    if (dice_.coin()) members.emplace_back("comment", scalar(text(number)));
    if (dice_.coin()) members.emplace_back("owner", scalar(principal()));
    if (dice_.coin()) members.emplace_back("storage_root", scalar(text(number)));
    if (dice_.coin()) members.emplace_back("custom_max_retention_hours", scalar("24"));
    if (dice_.coin()) {
      members.emplace_back(
          "properties",
          Document{Members{{property_key(), scalar(text(number))}, {"b", scalar(text(number))}}});
    }
    if (dice_.coin()) members.emplace_back("adopt", flag(dice_.coin()));
    if (dice_.coin()) members.emplace_back("force_destroy", flag(dice_.coin()));
    if (dice_.coin()) members.emplace_back("lifecycle", lifecycle("owner"));
  }

  Document nested_grants() {
    std::vector<Document> items;
    for (std::size_t at = dice_.below(3); at > 0; --at) {
      items.push_back(
          {Members{{"principal", scalar(principal())},
                   {"privileges", list({scalar(dice_.of({"SELECT", "use schema", "MODIFY"}))})}}});
    }
    return list(std::move(items));
  }

  Document object(const Members& name, std::size_t number) {
    Members members = name;
    if (dice_.below(4) == 0) {
      members.emplace_back("existing", scalar("true"));
    } else {
      add_fields(members, number);
    }
    if (dice_.coin()) members.emplace_back("exclusive", flag(dice_.coin()));
    if (dice_.coin()) members.emplace_back("grants", nested_grants());
    return {std::move(members)};
  }

  Document catalogs() {
    Members members;
    for (std::size_t at = 0; at < catalogs_; ++at) {
      const std::string name = dice_.of({"Cat", "`my-c`", "`ti``ck`", "t\u00e4g"});
      const std::string numbered = name.ends_with('`')
                                       ? name.substr(0, name.size() - 1) + std::to_string(at) + "`"
                                       : name + std::to_string(at);
      members.emplace_back("\"" + key("c ", at) + "\"",
                           object({{"name", scalar("\"" + numbered + "\"")}}, at));
    }
    return {std::move(members)};
  }

  Document schemas() {
    Members members;
    for (std::size_t at = 0; at < schemas_; ++at) {
      std::string catalog = "other";
      if (catalogs_ > 0 && dice_.coin()) {
        catalog = "${resources.catalogs.\\\"" + key("c ", dice_.below(catalogs_)) + "\\\".name}";
      }
      members.emplace_back(key("s", at),
                           object({{"catalog_name", scalar("\"" + catalog + "\"")},
                                   {"name", scalar("s" + std::to_string(at))}},
                                  catalogs_));
    }
    return {std::move(members)};
  }

  /// One that is made or only read.
  Document locations() {
    Members location{{"name", scalar(dice_.of({"Landing", "land-ing", "l_1"}))}};
    if (dice_.below(4) == 0) {
      location.emplace_back("existing", scalar("true"));
    } else {
      location.emplace_back("url", scalar(text(catalogs_)));
      location.emplace_back("credential_name", scalar(text(catalogs_)));
      if (dice_.coin()) location.emplace_back("read_only", flag(dice_.coin()));
      if (dice_.coin()) location.emplace_back("owner", scalar(principal()));
      if (dice_.coin()) location.emplace_back("isolation_mode", scalar("ISOLATION_MODE_OPEN"));
      if (dice_.coin()) location.emplace_back("lifecycle", lifecycle("comment"));
    }
    if (dice_.coin()) location.emplace_back("exclusive", flag(dice_.coin()));
    Members members;
    members.emplace_back(key("l", 0), Document{std::move(location)});
    return {std::move(members)};
  }

  /// One that is made or only read, where its files are given or not.
  Document volumes() {
    Members volume{{"catalog_name", scalar("other")},
                   {"schema_name", scalar(dice_.of({"S", "`s-1`"}))},
                   {"name", scalar(dice_.of({"Files", "f_1"}))}};
    if (dice_.below(4) == 0) {
      volume.emplace_back("existing", scalar("true"));
    } else {
      const std::string& type = dice_.of({"MANAGED", "EXTERNAL", "FOREIGN"});
      volume.emplace_back("volume_type", scalar(type));
      if (type == "EXTERNAL" || (type == "FOREIGN" && dice_.coin())) {
        volume.emplace_back("storage_location", scalar(text(catalogs_)));
      }
      if (dice_.coin()) volume.emplace_back("comment", scalar(text(catalogs_)));
      if (dice_.coin()) volume.emplace_back("owner", scalar(principal()));
      if (dice_.coin()) volume.emplace_back("lifecycle", lifecycle("comment"));
    }
    if (dice_.coin()) volume.emplace_back("exclusive", flag(dice_.coin()));
    Members members;
    members.emplace_back(key("v", 0), Document{std::move(volume)});
    return {std::move(members)};
  }

  Document groups() {
    std::vector<Document> names{scalar("readers")};
    if (dice_.coin()) names.push_back(scalar("\"night / shift\""));
    return list(std::move(names));
  }

  Document principals_of(const std::string& id, const std::string& excess) {
    Members members{
        {"application_id", scalar(id)}, {"existing", scalar("true")}, {"excess", scalar(excess)}};
    if (dice_.coin()) members.emplace_back("groups", groups());
    return {std::move(members)};
  }

  /// Two that exist, one that is taken over and one that is made.
  Document principals() {
    return {Members{
        {key("p", 0),
         principals_of("4f6b2d4e-1111-4222-8333-444455556666", dice_.of({"report", "revoke"}))},
        {key("p", 1), principals_of("5F6B2D4E-1111-4222-8333-444455556666", "revoke")},
        {key("p", 2), managed({"application_id", scalar("8f6b2d4e-1111-4222-8333-444455556666")})},
        {key("p", 3), managed({"display_name", scalar(literal("sp $ {x} \u00e4"))})}}};
  }

  Document managed(Members::value_type identity) {
    Members members{std::move(identity)};
    const std::string sink = members.front().first + dice_.of({".env", ".json", " $$.env"});
    if (dice_.coin()) members.emplace_back("active", flag(dice_.coin()));
    if (dice_.coin()) {
      members.emplace_back(
          "entitlements",
          list({scalar(dice_.of({"workspace-access", "fly"})), scalar("databricks-sql-access")}));
    }
    if (dice_.coin()) members.emplace_back("assignment", scalar(dice_.of({"USER", "ADMIN"})));
    if (dice_.coin()) members.emplace_back("excess", scalar(dice_.of({"report", "revoke"})));
    if (dice_.coin()) members.emplace_back("lifecycle", lifecycle("active"));
    if (dice_.coin()) members.emplace_back("adopt", scalar("false"));
    if (dice_.coin()) {
      members.emplace_back("secret", secret(sink));
      if (dice_.coin()) members.emplace_back("allow_privileged", flag(dice_.coin()));
    }
    if (dice_.coin()) members.emplace_back("groups", groups());
    return {std::move(members)};
  }

  Document secret(const std::string& sink) {
    Members members{{"sink", Document{Members{{"file", scalar(literal(sink))}}}}};
    if (dice_.coin()) members.emplace_back("lifetime", scalar(dice_.of({"730d", "31d"})));
    if (dice_.coin()) members.emplace_back("rotate_before", scalar("12h"));
    if (dice_.coin()) members.emplace_back("retire", scalar(dice_.of({"confirmed", "90s"})));
    if (dice_.coin()) members.emplace_back("catalog", scalar(text(catalogs_)));
    if (dice_.coin()) {
      const std::string warehouse = "${resources.sql_warehouses." + key("w", dice_.below(3));
      members.emplace_back("http_path", scalar("\"/sql/1.0/warehouses/" + warehouse + ".id}\""));
    }
    if (dice_.coin()) members.emplace_back("lifecycle", lifecycle(""));
    return {std::move(members)};
  }

  /// One that is made, and two that exist.
  Document warehouses() {
    Members made{{"name", scalar(literal("wh $ {x}"))}};
    if (dice_.coin()) made.emplace_back("cluster_size", scalar(dice_.of({"small", "Huge"})));
    if (dice_.coin()) made.emplace_back("auto_stop_mins", scalar("5"));
    if (dice_.coin()) made.emplace_back("enable_photon", flag(dice_.coin()));
    if (dice_.coin()) {
      made.emplace_back("channel", Document{Members{{"name", scalar(text(catalogs_))}}});
    }
    if (dice_.coin()) made.emplace_back("tags", tags());
    if (dice_.coin()) made.emplace_back("adopt", flag(dice_.coin()));
    if (dice_.coin()) made.emplace_back("lifecycle", lifecycle("tags"));
    made.emplace_back("permissions", permissions());
    Members named{{"name", scalar("there")}, {"existing", scalar("true")}};
    named.emplace_back("permissions", permissions());
    Members known{{"id", scalar("0a1b")}, {"existing", scalar("true")}};
    known.emplace_back("permissions", permissions());
    return {Members{{key("w", 0), Document{std::move(made)}},
                    {key("w", 1), Document{std::move(named)}},
                    {key("w", 2), Document{std::move(known)}}}};
  }

  Document tags() {
    std::vector<Document> items;
    for (std::size_t at = dice_.below(3); at > 0; --at) {
      items.push_back({Members{{"key", scalar(literal(std::to_string(at) + dice_.of(kTexts)))},
                               {"value", scalar(text(catalogs_))}}});
    }
    return {Members{{"custom_tags", list(std::move(items))}}};
  }

  Document permissions() {
    std::vector<Document> items;
    const auto add = [&](const std::string& by, const std::string& name) {
      if (dice_.coin()) return;
      Members entry{{by, scalar("\"" + name + "\"")},
                    {"level", scalar(dice_.of({"CAN_USE", "CAN_MANAGE"}))}};
      if (dice_.coin()) entry.emplace_back("lifecycle", lifecycle("level"));
      if (dice_.coin()) entry.emplace_back("needs", list({scalar("schema." + key("s", 0))}));
      if (schemas_ == 0 && entry.back().first == "needs") entry.pop_back();
      items.push_back({std::move(entry)});
    };
    for (std::size_t at = 0; at < 4; ++at) {
      add("service_principal_name", "sp:" + key("p", at));
    }
    add("service_principal_name", "9F6B2D4E-1111-4222-8333-444455556666");
    add("user_name", "A@B.C");
    add("group_name", "Data Team");
    add("group_name", "sp:etl");
    return list(std::move(items));
  }

  Document grants() {
    Members members;
    for (std::size_t at = dice_.below(6); at > 0; --at) {
      const std::string type = dice_.of({"catalog", "schema", "table"});
      std::string name = "sales";
      if (type != "catalog") name += dice_.of({".crm", ".`Web`"});
      if (type == "table") name += dice_.of({".orders", ".Orders", ".`it``s`"});
      Members grant{{"securable", Document{Members{{type, scalar("\"" + name + "\"")}}}},
                    {"principal", scalar(principal())},
                    {"privileges",
                     list({scalar(dice_.of({"SELECT", "ALL PRIVILEGES", "fly to moon"})),
                           scalar("MODIFY")})}};
      if (dice_.coin()) grant.emplace_back("condition", scalar("exists_and_is_not_own"));
      if (catalogs_ > 0 && dice_.coin()) {
        grant.emplace_back("needs", list({scalar(literal("catalog.\"" + key("c ", 0) + "\""))}));
      }
      members.emplace_back(key("g", at), Document{std::move(grant)});
    }
    return {std::move(members)};
  }

  Document graphs() {
    Members members;
    const std::size_t count = dice_.below(3);
    for (std::size_t at = 0; at < count; ++at) {
      Members graph;
      const bool is_shared = at > 0 && dice_.coin();
      const std::string id = std::to_string(6 + at) + "f6b2d4e-1111-4222-8333-444455556666";
      graph.emplace_back("service_principal",
                         is_shared
                             ? Document{Members{{"from", scalar("data_graphs." + key("d", 0))}}}
                             : graph_principal(id, at));
      if (dice_.coin()) graph.emplace_back("warehouse", graph_warehouse(at));
      const std::string name = "ck" + std::to_string(at);
      if (dice_.coin()) {
        graph.emplace_back("checkpoint", Document{Members{{"existing", scalar(name)}}});
      } else {
        Members checkpoint{{"catalog", scalar(name)}};
        add_fields(checkpoint, catalogs_);
        graph.emplace_back("checkpoint", Document{std::move(checkpoint)});
      }
      if (dice_.coin())
        graph.emplace_back("reverse_etl", scalar(dice_.of({"auto", "required", "off"})));
      if (dice_.coin())
        graph.emplace_back("profiles_sync", Document{Members{{"catalog", scalar("profiles")}}});
      graph.emplace_back("read", read());
      members.emplace_back(key("d", at), Document{std::move(graph)});
    }
    return {std::move(members)};
  }

  Document graph_principal(const std::string& id, std::size_t at) {
    Members members;
    const std::size_t sort = dice_.below(3);
    if (sort != 2) members.emplace_back("application_id", scalar(id));
    if (sort != 0) members.emplace_back("name", scalar("graph" + std::to_string(at)));
    members.emplace_back("excess", scalar(dice_.of({"report", "revoke"})));
    if (sort == 2 && (at > 0 || dice_.coin())) {
      members.emplace_back(
          "secret",
          Document{Members{
              {"sink",
               Document{Members{{"file", scalar("\"${target}" + std::to_string(at) + "\"")}}}}}});
    }
    return {std::move(members)};
  }

  Document graph_warehouse(std::size_t at) {
    const std::string number = std::to_string(at);
    switch (dice_.below(3)) {
      case 0:
        return {Members{{"name", scalar("graph" + number)}}};
      case 1:
        return {Members{{"existing", Document{Members{{"id", scalar("0c" + number)}}}}}};
      default:
        return {Members{{"name", scalar("graph" + number)},
                        {"warehouse_type", scalar(dice_.of({"CLASSIC", "PRO"}))},
                        {"min_num_clusters", scalar("3")}}};
    }
  }

  Document read() {
    Members members;
    if (dice_.coin()) members.emplace_back("sales", scalar("all"));
    if (dice_.coin())
      members.emplace_back("Marketing",
                           Document{Members{{"schemas", list({scalar("web"), scalar("Email")})}}});
    if (dice_.coin())
      members.emplace_back(
          "f",
          Document{Members{{"catalog", scalar("finance")},
                           {"tables", list({scalar("l.a"), scalar("finance.L.B")})}}});
    return {std::move(members)};
  }

  Dice dice_;
  std::string prefix_;
  std::size_t catalogs_ = 0, schemas_ = 0;
};

}  // namespace

std::string literal(const std::string& text) {
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (text.compare(at, 2, "${") == 0) out += '$';
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\x07') {
      out += "\\a";
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out + "\"";
}

std::string written(const Document& document, unsigned seed) {
  if (const auto* text = std::get_if<std::string>(&document.is)) return *text;
  std::string out;
  if (const auto* items = std::get_if<std::vector<Document>>(&document.is)) {
    for (const Document& item : *items) out += (out.empty() ? "" : ", ") + written(item, seed);
    return "[" + out + "]";
  }
  std::vector<const std::pair<std::string, Document>*> members;
  for (const auto& member : std::get<Members>(document.is)) members.push_back(&member);
  if (seed != 0) {
    std::mt19937 random(seed);
    std::shuffle(members.begin(), members.end(), random);
  }
  for (const auto* member : members) {
    out += (out.empty() ? "" : ",\n ") + member->first + ": " + written(member->second, seed);
  }
  return "{" + out + "}";
}

Document random_configuration(const std::vector<unsigned>& choices, const std::string& prefix) {
  return Drawer(choices, prefix).draw();
}

}  // namespace dgctl::engine
