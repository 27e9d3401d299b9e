#include "engine/verify/checks.h"

#include <algorithm>
#include <set>

#include "engine/model/key_parts.h"
#include "engine/sql/quoting.h"
#include "engine/sql/statements.h"
#include "engine/verify/gate_words.h"

namespace dgctl::engine {
namespace {

LiveCheck check_of(const Granted& because, std::string name, const Securable& on) {
  LiveCheck check;
  check.name = std::move(name);
  check.on = on;
  check.because = because.address;
  check.places = because.places;
  check.leaves_open = !reads_as_it_is(on.full_name);
  if (check.leaves_open) check.why_skipped = kUnwritable;
  return check;
}

class Checking {
 public:
  Checking(const GrantedTo& to, const Samples& samples, const Live& live)
      : to_(to), samples_(samples), live_(live) {}

  std::vector<LiveCheck> list() {
    for (const Granted& granted : to_.grants) {
      if (is_absent_condition(granted)) continue;
      if (granted.on.type == "catalog") add_catalog(granted);
      if (granted.on.type == "schema") add_schema(granted);
      if (granted.on.type == "table") add_table(granted);
      add_held(granted);
    }
    for (LiveCheck& check : denials_) add(std::move(check));
    for (const Samples::Beside& beside : samples_.beside) add_beside(beside);
    return std::move(checks_);
  }

 private:
  /// Of a grant that depends on its securable being there, which nobody saw.
  [[nodiscard]] bool is_absent_condition(const Granted& granted) const {
    return granted.condition != Condition::Always && !is_listed(live_, granted.on);
  }

  void add(LiveCheck check) {
    if (is_listed(live_, check.on)) check.exists = true;
    if (names_.insert(check.name).second) checks_.push_back(std::move(check));
  }

  void add_catalog(const Granted& granted) {
    const std::string& name = granted.on.full_name;
    if (to_.gives({granted.on, "USE_CATALOG"})) {
      LiveCheck use = check_of(granted, "use catalog " + name, granted.on);
      use.statement = "USE CATALOG " + sql_name(name);
      use.gates = gates_to(granted.on);
      add(use);
      use.name = "list the schemas of " + name;
      use.statement = "SHOW SCHEMAS IN " + sql_name(name);
      use.counts_rows = true;
      add(std::move(use));
    }
    add_samples(granted);
  }

  void add_schema(const Granted& granted) {
    const std::string& name = granted.on.full_name;
    if (to_.gives({granted.on, "USE_SCHEMA"})) {
      LiveCheck use = check_of(granted, "use schema " + name, granted.on);
      use.statement = "USE SCHEMA " + sql_path(name);
      use.gates = gates_to(granted.on);
      add(std::move(use));
    }
    add_samples(granted);
  }

  void add_samples(const Granted& granted) {
    const auto taken = samples_.of_grants.find(granted.on);
    if (taken == samples_.of_grants.end()) return;
    for (const Securable& table : taken->second) add_reading(granted, table);
  }

  /// Whether a privilege that is granted shows when something is used, read or written: whether
  /// that would fail without it. What a table was given itself says nothing of its schema.
  [[nodiscard]] bool is_shown(const Granted& granted, const std::string& privilege) const {
    const std::string& type = granted.on.type;
    if (privilege == "USE_CATALOG") return type == "catalog";
    if (privilege == "USE_SCHEMA" && type == "schema") return true;
    if (privilege != "USE_SCHEMA" && privilege != "SELECT" && privilege != "MODIFY") return false;
    const std::vector<Securable> read = tables_read_for(granted);
    return std::any_of(read.begin(), read.end(), [&](const Securable& table) {
      const Securable at = privilege == "USE_SCHEMA" ? parent_of(table).value_or(table) : table;
      return to_.giving({at, privilege}) == &granted;
    });
  }
  [[nodiscard]] std::vector<Securable> tables_read_for(const Granted& granted) const {
    if (granted.on.type == "table") {
      const bool is_read = to_.gives({granted.on, "SELECT"});
      return is_read ? std::vector<Securable>{granted.on} : std::vector<Securable>();
    }
    const auto taken = samples_.of_grants.find(granted.on);
    return taken == samples_.of_grants.end() ? std::vector<Securable>() : taken->second;
  }

  /// Of what does not show otherwise, as where there is no table yet, the list of grants says
  /// whether it is held. Its principal may always see that.
  void add_held(const Granted& granted) {
    const auto on = sql_securable(granted.on);
    if (!on) return;
    LiveCheck check = check_of(granted, "", granted.on);
    std::string words;
    for (const std::string& privilege : granted.words) {
      if (is_shown(granted, privilege)) continue;
      words += (words.empty() ? "" : ", ") + sql_privilege(privilege).value_or(privilege);
      check.gates.push_back({granted.on, privilege});
    }
    if (check.gates.empty()) return;
    check.name = "hold " + words + " on " + called(granted.on);
    check.statement = "SHOW GRANTS " + sql_name(to_.client_id) + " ON " + *on;
    check.expected = Expectation::Lists;
    add(std::move(check));
  }

  void add_table(const Granted& granted) {
    if (to_.gives({granted.on, "SELECT"})) add_reading(granted, granted.on);
  }

  /// Rows come, and none can be written, unless that is granted as well.
  void add_reading(const Granted& granted, const Securable& table) {
    LiveCheck read = check_of(granted, "read " + table.full_name, table);
    read.statement = "SELECT * FROM " + sql_path(table.full_name) + " LIMIT 10";
    read.gates = gates_to_read(table);
    read.counts_rows = true;
    add(std::move(read));
    const bool writes = to_.gives({table, "MODIFY"});
    LiveCheck write =
        check_of(granted, (writes ? "write to " : "denied to write to ") + table.full_name, table);
    // No row is written where it is not denied.
    write.statement = "INSERT INTO " + sql_path(table.full_name) + " SELECT * FROM " +
                      sql_path(table.full_name) + " WHERE false";
    write.gates = gates_to_read(table);
    write.gates.push_back({table, "MODIFY"});
    if (writes) {
      add(std::move(write));
    } else {
      denials_.push_back(denied(std::move(write)));
    }
  }

  [[nodiscard]] LiveCheck denied(LiveCheck check) const {
    check.expected = Expectation::Denied;
    check.excess_is_reported = to_.excess == Excess::Report;
    return check;
  }

  void add_beside(const Samples::Beside& beside) {
    const std::string& name = beside.table.full_name;
    LiveCheck check = check_of(*beside.because, "denied to read " + name, beside.table);
    check.statement = "SELECT * FROM " + sql_path(name) + " LIMIT 0";
    check.gates = gates_to_read(beside.table);
    add(denied(std::move(check)));
  }

  const GrantedTo& to_;
  const Samples& samples_;
  const Live& live_;
  std::vector<LiveCheck> checks_, denials_;
  std::set<std::string> names_;
};

}  // namespace

LiveCheck warehouse_check(const Desired& desired,
                          const DesiredConnection& connection,
                          const GrantedTo& to,
                          const WarehouseInUse& warehouse) {
  LiveCheck check;
  const std::string called = warehouse.name.empty() ? warehouse.id : warehouse.name;
  check.name = "run a statement on SQL warehouse " + called;
  check.statement = "SELECT 1";
  check.on = {"sql_warehouse", called};
  check.gates = {{check.on, "CAN_USE"}};
  if (!connection.warehouse) return check;
  check.because = *connection.warehouse;
  const std::vector<std::string> parts{
      "sql_warehouse:" + parts_of_key(connection.warehouse->key).front(), to.key};
  for (const DesiredResource& resource : desired.resources) {
    if (resource.address.kind != "permission") continue;
    if (parts_of_key(resource.address.key) != parts) continue;
    check.because = resource.address;
    check.places = resource.places;
  }
  return check;
}

std::vector<LiveCheck> checks_of(const GrantedTo& to, const Samples& samples, const Live& live) {
  return Checking(to, samples, live).list();
}

}  // namespace dgctl::engine
