#include "engine/verify/scratch.h"

#include <algorithm>

#include "engine/model/descriptor.h"
#include "engine/model/duration.h"
#include "engine/sql/quoting.h"

namespace dgctl::engine {
namespace {

constexpr std::string_view kPrefix = "dgctl_verify_";
constexpr std::size_t kTime = 16;  // "20261127t154653z"
constexpr std::size_t kNonce = 8;
constexpr const char* kTable = "rows";

std::string last_part(const std::string& full_name) {
  return full_name.substr(full_name.rfind('.') + 1);
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// A schema that a new catalog has, and that counts as long as it is empty only.
bool is_droppable(const std::string& schema) {
  return contains(descriptor_of("catalog").droppable_contents, last_part(schema));
}

/// Without what every catalog has, and without what runs of verify made.
Names used_in(const Names& schemas) {
  Names used;
  for (const std::string& schema : schemas) {
    const bool is_permanent =
        contains(descriptor_of("catalog").permanent_contents, last_part(schema));
    if (!is_permanent && !read_scratch_name(last_part(schema))) used.push_back(schema);
  }
  return used;
}

LiveCheck writing(const Granted& because, std::string name, std::string statement) {
  LiveCheck check;
  check.name = std::move(name);
  check.statement = std::move(statement);
  check.on = because.on;
  check.gates = gates_to(because.on);
  check.exists = true;
  check.because = because.address;
  check.places = because.places;
  return check;
}

}  // namespace

std::string scratch_name(std::chrono::system_clock::time_point now, std::string_view nonce) {
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
  std::string time;
  for (const char c : lower_case(rfc3339_of(seconds)).substr(0, 19)) {
    if (c != '-' && c != ':') time += c;
  }
  std::string letters;
  for (const char c : lower_case(nonce)) {
    if (c != '-' && letters.size() < kNonce) letters += c;
  }
  return std::string(kPrefix) + time + "z_" + letters;
}

std::optional<ScratchName> read_scratch_name(std::string_view name) {
  if (name.size() != kPrefix.size() + kTime + 1 + kNonce || !name.starts_with(kPrefix)) {
    return std::nullopt;
  }
  const std::string time(name.substr(kPrefix.size(), kTime));
  const std::string nonce(name.substr(kPrefix.size() + kTime + 1));
  const bool has_form = time[8] == 't' && time.back() == 'z' &&
                        name[kPrefix.size() + kTime] == '_' &&
                        nonce.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (!has_form) return std::nullopt;
  const auto seconds =
      epoch_seconds(time.substr(0, 4) + "-" + time.substr(4, 2) + "-" + time.substr(6, 2) + "T" +
                    time.substr(9, 2) + ":" + time.substr(11, 2) + ":" + time.substr(13, 2) + "Z");
  if (!seconds) return std::nullopt;
  return ScratchName{std::chrono::system_clock::time_point(std::chrono::seconds(*seconds)), nonce};
}

std::vector<LiveCheck> scratch_checks(const Granted& because, const std::string& name) {
  const std::string& catalog = because.on.full_name;
  const std::string schema = sql_name(catalog) + "." + sql_name(name);
  const std::string table = schema + "." + sql_name(kTable);
  std::vector<LiveCheck> checks{
      writing(because, "make a schema in " + catalog, "CREATE SCHEMA " + schema),
      writing(because, "make a table in " + catalog, "CREATE TABLE " + table + " (id INT)"),
      writing(because, "write a row in " + catalog, "INSERT INTO " + table + " VALUES (1)"),
      writing(because, "read the row back in " + catalog, "SELECT * FROM " + table + " LIMIT 10"),
      writing(because, "drop the table in " + catalog, "DROP TABLE " + table),
      writing(because, "drop the schema in " + catalog, "DROP SCHEMA " + schema),
  };
  checks[0].gates.push_back({because.on, "CREATE_SCHEMA"});
  checks[3].expected = Expectation::OneRow;
  for (LiveCheck& check : checks) {
    if (!reads_as_it_is(catalog)) check.why_skipped = "its name cannot stand in SQL as it is";
  }
  return checks;
}

std::vector<std::string> scratch_removal(const std::string& catalog, const std::string& name) {
  const std::string schema = sql_name(catalog) + "." + sql_name(name);
  return {"DROP TABLE IF EXISTS " + schema + "." + sql_name(kTable),
          "DROP SCHEMA IF EXISTS " + schema};
}

std::vector<std::string> leftovers_in(const Names& schemas,
                                      std::chrono::system_clock::time_point now,
                                      std::string_view dead_nonce) {
  std::vector<std::string> left;
  for (const std::string& schema : schemas) {
    const std::string name = last_part(schema);
    const auto read = read_scratch_name(name);
    if (!read) continue;
    const bool is_dead = !dead_nonce.empty() && read->nonce == dead_nonce;
    if (is_dead || now - read->made > kLongestScratch) left.push_back(name);
  }
  return left;
}

std::optional<bool> is_unused(const Live& live, const Securable& catalog) {
  const auto* schemas = reading<Names>(live, Below{catalog});
  // A listing without what every catalog has comes from who may not see in it.
  if (schemas == nullptr || schemas->empty()) return std::nullopt;
  for (const std::string& schema : used_in(*schemas)) {
    if (!is_droppable(schema)) return false;
    const auto* tables = reading<Names>(live, Below{{"schema", schema}});
    if (tables == nullptr) return std::nullopt;
    if (!tables->empty()) return false;
  }
  return true;
}

std::vector<Lookup> lookups_for_use(const Live& live, const Securable& catalog) {
  const auto* schemas = reading<Names>(live, Below{catalog});
  if (schemas == nullptr) return {};
  std::vector<Lookup> missing;
  for (const std::string& schema : used_in(*schemas)) {
    const Lookup lookup = Below{{"schema", schema}};
    if (is_droppable(schema) && !live.contains(lookup)) missing.push_back(lookup);
  }
  return missing;
}

}  // namespace dgctl::engine
