#include "engine/verify/samples.h"

#include <algorithm>
#include <set>

#include "engine/model/descriptor.h"

namespace dgctl::engine {
namespace {

/// What every principal may read.
bool is_permanent(const std::string& schema) {
  const std::string name = schema.substr(schema.rfind('.') + 1);
  const auto& permanent = descriptor_of("catalog").permanent_contents;
  return std::find(permanent.begin(), permanent.end(), name) != permanent.end();
}

class Sampling {
 public:
  Sampling(const GrantedTo& to, const Live& live) : to_(to), live_(live) {}

  Samples take() {
    for (const Granted& granted : to_.grants) {
      if (granted.condition != Condition::Always && !is_listed(live_, granted.on)) continue;
      if (granted.on.type == "catalog") take_of_catalog(granted);
      if (granted.on.type == "schema") take_of_schema(granted);
    }
    std::sort(samples_.missing.begin(), samples_.missing.end());
    samples_.missing.erase(std::unique(samples_.missing.begin(), samples_.missing.end()),
                           samples_.missing.end());
    return std::move(samples_);
  }

 private:
  [[nodiscard]] bool reads_all_of(const Securable& on) const {
    return to_.gives({on, "SELECT"}) && to_.gives({on, "USE_SCHEMA"});
  }

  /// What lies directly below; nullptr: not known, and asked for where it was not yet.
  const Names* below(const Securable& parent) {
    const Lookup lookup = Below{parent};
    if (!live_.contains(lookup)) samples_.missing.push_back(lookup);
    return reading<Names>(live_, lookup);
  }

  /// One table of each of the first schemas that have one which `is_wanted`.
  template <class Wanted>
  std::vector<Securable> tables_in(const Names& schemas, Wanted is_wanted) {
    std::vector<Securable> tables;
    std::size_t looks = 0;
    for (const std::string& schema : schemas) {
      if (is_permanent(schema) || !is_wanted(Securable{"schema", schema})) continue;
      if (tables.size() == kMostSamples || ++looks > kMostLooks) break;
      const Names* names = below({"schema", schema});
      if (names == nullptr || names->empty()) continue;
      tables.push_back({"table", names->front()});
    }
    return tables;
  }

  void take_of_catalog(const Granted& granted) {
    if (reads_all_of(granted.on)) {
      auto& taken = samples_.of_grants[granted.on];
      const Names* schemas = below(granted.on);
      if (schemas != nullptr) {
        taken = tables_in(*schemas, [](const Securable&) { return true; });
      }
      return;
    }
    if (!is_granted_in_part(granted)) return;
    const Names* schemas = below(granted.on);
    if (schemas == nullptr) return;
    const auto others = tables_in(*schemas, [&](const Securable& s) { return !names(s); });
    for (const Securable& table : others) samples_.beside.push_back({table, &granted});
  }

  void take_of_schema(const Granted& granted) {
    const std::optional<Securable> catalog = parent_of(granted.on);
    if (reads_all_of(granted.on)) {
      if (catalog && reads_all_of(*catalog)) return;  // the catalog's samples say it
      auto& taken = samples_.of_grants[granted.on];
      const Names* tables = below(granted.on);
      if (tables != nullptr && !tables->empty()) taken = {{"table", tables->front()}};
      return;
    }
    const Names* tables = below(granted.on);
    if (tables == nullptr) return;
    std::size_t taken = 0;
    for (const std::string& name : *tables) {
      const Securable table{"table", name};
      if (to_.gives({table, "SELECT"})) continue;
      if (taken++ == kMostSamples) break;
      samples_.beside.push_back({table, &granted});
    }
  }

  /// Whether the rest of a catalog must stay shut. Who makes schemas in it may read those.
  [[nodiscard]] bool is_granted_in_part(const Granted& catalog) const {
    if (to_.gives({catalog.on, "CREATE_SCHEMA"}) || to_.gives({catalog.on, "SELECT"})) return false;
    return std::any_of(to_.grants.begin(), to_.grants.end(), [&](const Granted& granted) {
      return granted.on != catalog.on && is_or_holds(catalog.on, granted.on);
    });
  }

  /// Whether something in a schema, or the schema, is granted.
  [[nodiscard]] bool names(const Securable& schema) const {
    return std::any_of(to_.grants.begin(), to_.grants.end(), [&](const Granted& granted) {
      return is_or_holds(schema, granted.on);
    });
  }

  const GrantedTo& to_;
  const Live& live_;
  Samples samples_;
};

}  // namespace

Samples samples_of(const GrantedTo& to, const Live& live) { return Sampling(to, live).take(); }

bool is_listed(const Live& live, const Securable& securable) {
  const auto parent = parent_of(securable);
  const auto* names = reading<Names>(live, Below{parent ? *parent : Securable{}});
  return names != nullptr && std::binary_search(names->begin(), names->end(), securable.full_name);
}

std::vector<Lookup> lookups_for(const GrantedTo& to, const Live& live) {
  std::set<Lookup> wanted{Below{}};
  for (const Granted& granted : to.grants) {
    if (const auto parent = parent_of(granted.on)) wanted.insert(Below{*parent});
    const bool is_written = granted.on.type == "catalog" && to.gives({granted.on, "CREATE_SCHEMA"});
    if (is_written) wanted.insert(Below{granted.on});
  }
  std::vector<Lookup> missing;
  for (const Lookup& lookup : wanted) {
    if (!live.contains(lookup)) missing.push_back(lookup);
  }
  return missing;
}

}  // namespace dgctl::engine
