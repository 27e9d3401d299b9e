#include "engine/config/names.h"

#include "engine/model/host.h"
#include "tests/support/catch.h"
#include "tests/unit/engine/config/loading.h"

namespace dgctl::engine::names_test {
namespace {

TEST_CASE("the types that can be granted on follow from the descriptors", "[names]") {
  std::string text;
  for (const SecurableType& type : securable_types()) {
    text += type.type + std::to_string(type.parts) + " ";
  }
  CHECK(text == "catalog1 external_location1 schema2 table3 volume3 ");
}

TEST_CASE("a full name is read", "[names]") {
  struct Case {
    std::string type, written, below, expected;
  };
  const std::string characters =
      "names hold no '.', ' ', '/' or control character, also in backticks";
  const std::string c255(255, 'n');
  std::string umlauts;
  for (int at = 0; at < 255; ++at) umlauts += "\u00e4";
  const auto c = GENERATE_COPY(values<Case>({
      {"catalog", "Sales", "", "sales"},
      {"catalog", "my-catalog", "", "my-catalog"},
      {"catalog", "`my-catalog`", "", "my-catalog"},
      {"catalog", "`a``b`", "", "a`b"},
      {"catalog", "\u00c4rger", "", "\u00c4rger"},
      {"catalog", c255, "", c255},
      {"catalog", umlauts, "", umlauts},
      {"schema", "sales.`CRM`", "", "sales.crm"},
      {"schema", "web", "marketing", "marketing.web"},
      {"schema", "Marketing.web", "marketing", "marketing.web"},
      {"table", "a.b.c", "", "a.b.c"},
      {"table", "ledger.accounts", "finance", "finance.ledger.accounts"},
      {"table", "`Finance`.ledger.`Accounts`", "finance", "finance.ledger.accounts"},
      {"table", "x.ledger.accounts", std::string(kAnyCatalog), "x.ledger.accounts"},

      {"catalog", "", "", "1:1: error: '' is no name of a catalog: a part of it is empty\n"},
      {"catalog", "a.b", "", "1:1: error: 'a.b' is no name of a catalog; write it as 'catalog'\n"},
      {"catalog", "a b", "", "1:1: error: 'a b' is no name of a catalog: " + characters + "\n"},
      {"catalog", "`a b`", "", "1:1: error: '`a b`' is no name of a catalog: " + characters + "\n"},
      {"catalog", "`a.b`", "", "1:1: error: '`a.b`' is no name of a catalog: " + characters + "\n"},
      {"catalog", "a/b", "", "1:1: error: 'a/b' is no name of a catalog: " + characters + "\n"},
      {"catalog", "a\x01", "", "1:1: error: 'a…' is no name of a catalog: " + characters + "\n"},
      {"catalog", "`a", "", "1:1: error: '`a' is no name of a catalog: check the backticks\n"},
      {"catalog", "`a`b", "", "1:1: error: '`a`b' is no name of a catalog: check the backticks\n"},
      {"catalog", "a`b", "", "1:1: error: 'a`b' is no name of a catalog: check the backticks\n"},
      {"catalog", "``", "", "1:1: error: '``' is no name of a catalog: a part of it is empty\n"},
      {"catalog",
       c255 + "n",
       "",
       "1:1: error: '" + c255.substr(0, 80) +
           "…' is no name of a catalog: names have at most 255 characters\n"},
      {"catalog",
       "Hive_Metastore",
       "",
       "1:1: error: 'hive_metastore' is not part of Unity Catalog, which alone is managed here; "
       "name a "
       "catalog of Unity Catalog\n"},
      {"table",
       "hive_metastore.a.b",
       "",
       "1:1: error: 'hive_metastore' is not part of Unity Catalog, which alone is managed here; "
       "name a "
       "catalog of Unity Catalog\n"},
      {"schema",
       "web",
       "",
       "1:1: error: 'web' is no name of a schema; write it as 'catalog.schema'\n"},
      {"schema", "a..b", "", "1:1: error: 'a..b' is no name of a schema: a part of it is empty\n"},
      {"schema", "a.", "", "1:1: error: 'a.' is no name of a schema: a part of it is empty\n"},
      {"schema",
       "a.b.c",
       "a",
       "1:1: error: 'a.b.c' is no name of a schema; write it as 'schema'\n"},
      {"table", "t", "c", "1:1: error: 't' is no name of a table; write it as 'schema.table'\n"},
      {"table",
       "sales.web.t",
       "finance",
       "1:1: error: 'sales.web.t' does not lie in 'finance', below which it stands; write 'web.t', "
       "or move "
       "it\n"},
  }));
  DYNAMIC_SECTION(c.type << " " << c.written << " below " << c.below) {
    YamlNode node;
    node.place = {"dgctl.yml", 1, 1};
    node.type = YamlType::Scalar;
    node.text = c.written;
    Findings findings;
    SecurableType type;
    for (const SecurableType& known : securable_types()) {
      if (known.type == c.type) type = known;
    }
    const auto name = read_full_name(node, type, c.below, findings);
    CHECK(name.value_or(text_of(findings.take())) == c.expected);
  }
}

std::string cleaned(const std::string& host) {
  const auto result = clean_host(host);
  if (const auto* why = std::get_if<std::string>(&result)) return *why;
  const auto& clean = std::get<CleanHost>(result);
  std::string text = clean.url;
  if (clean.workspace_id) text += " workspace " + std::to_string(*clean.workspace_id);
  if (clean.account_id) text += " account " + *clean.account_id;
  return text;
}

TEST_CASE("the address of a workspace is reduced to its host", "[host]") {
  struct Case {
    std::string written, expected;
  };
  const std::string id = kId;
  const std::string user =
      "must not hold a user or a password; who signs in is the profile's business";
  const std::string none = "is no address of a workspace; write https:// and the name of its host";
  const std::string loopback = "must begin with https://; http:// is for this machine only";
  const auto c = GENERATE_COPY(values<Case>({
      {"https://dbc-1.cloud.databricks.com", "https://dbc-1.cloud.databricks.com"},
      {"HTTPS://DBC-1.Cloud.Databricks.com/", "https://dbc-1.cloud.databricks.com"},
      {"https://adb-1.2.azuredatabricks.net/sql/editor?o=12#x?o=3",
       "https://adb-1.2.azuredatabricks.net workspace 12"},
      {"https://h.com?o=12", "https://h.com workspace 12"},
      {"https://h.com/?w=7&o=12&workspace_id=13", "https://h.com workspace 7"},
      {"https://h.com/?o=x&workspace_id=13", "https://h.com workspace 13"},
      {"https://h.com/?o=&a=" + id + "&b", "https://h.com account " + id},
      {"https://h.com/?account_id=" + id + "&a=x", "https://h.com account " + id},
      {"https://h.com/#o=12", "https://h.com"},
      {"https://h.com:443/x", "https://h.com"},
      {"https://h.com:8443/x", "https://h.com:8443"},
      {"http://localhost:8080", "http://localhost:8080"},
      {"http://127.0.0.1:80/", "http://127.0.0.1"},
      {"http://[::1]:8080/x", "http://[::1]:8080"},
      {"sim:workspace.json", "sim:workspace.json"},
      {"sim:", "must name a file behind 'sim:'"},
      {"http://h.com", loopback},
      {"http://localhost.evil.com", loopback},
      {"http://127.evil.com", loopback},
      {"http://127.0.0.1.evil.com", loopback},
      {"http://127.0.0.256", loopback},
      {"http://127.1", loopback},
      {"https://token:x@h.com", user},
      {"https://h.com@evil.com", user},
      {"https://", none},
      {"https:///x", none},
      {"https://h com", none},
      {"https://h.com:x", none},
      {"https://h.com:99999", none},
      {"https://[::2]", none},
      {"https://-h.com", none},
      {"ftp://h.com", "must begin with https://, not 'ftp://'"},
      {"h.com",
       "must begin with https://, or sim: for an embedded workspace; write 'https://h.com'"},
  }));
  DYNAMIC_SECTION(c.written) { CHECK(cleaned(c.written) == c.expected); }
}

}  // namespace
}  // namespace dgctl::engine::names_test
