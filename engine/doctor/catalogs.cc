#include <algorithm>
#include <array>
#include <set>

#include "engine/doctor/doctor.h"
#include "engine/model/descriptor.h"
#include "engine/model/privileges.h"

// What kind each catalog is, whether this workspace reaches it, and whether the warehouse that
// Segment uses can read it. Kinds: databricks-sdk-go service/catalog/model.go, CatalogType. What
// reads them: docs.databricks.com/query-federation (a Pro or serverless warehouse),
// …/storage/default-storage (serverless compute), …/catalogs/binding.

namespace dgctl::engine {
namespace {

constexpr const char* kHiveMetastore = "hive_metastore";
constexpr const char* kReadOnly = "BINDING_TYPE_READ_ONLY";

struct CatalogKind {
  std::string_view type, words;
};
constexpr std::array kKinds{
    CatalogKind{"MANAGED_CATALOG", "managed"},
    CatalogKind{"FOREIGN_CATALOG", "foreign: it lies in another system"},
    CatalogKind{"DELTASHARING_CATALOG", "shared: somebody else's, by Delta Sharing"},
    CatalogKind{"SYSTEM_CATALOG", "system: Databricks' own"},
    CatalogKind{"INTERNAL_CATALOG", "internal: Databricks' own"},
    CatalogKind{"MANAGED_ONLINE_CATALOG", "online: a database of Databricks'"},
};

std::string words_of(const std::string& type) {
  const auto at = std::find_if(
      kKinds.begin(), kKinds.end(), [&](const CatalogKind& kind) { return kind.type == type; });
  if (at != kKinds.end()) return std::string(at->words);
  return type.empty() ? "of a kind that is not told"
                      : "of a kind that dgctl does not know: " + type;
}

/// A warehouse that a data graph uses, as it will be.
struct Warehouse {
  std::string name;  ///< its address
  bool is_known = false;
  bool is_existing = false;  ///< somebody else's: only referred to
  bool is_serverless = false, is_pro = false;
};

/// What there is of an object, found by its id or by a name that only it bears.
const Object* live_object(const Live* live, const DesiredResource& resource) {
  if (live == nullptr) return nullptr;
  const std::string& kind = resource.address.kind;
  for (const char* field : {"id", "name"}) {
    const std::string name = text_of(resource.fields, field);
    if (name.empty()) continue;
    const Lookup lookup =
        std::string(field) == "id" ? Lookup(ById{kind, name}) : Lookup(ByName{kind, name});
    if (const auto* object = reading<Object>(*live, lookup)) return object;
    const auto* objects = reading<Objects>(*live, lookup);
    if (objects != nullptr && objects->size() == 1) return &objects->front();
  }
  return nullptr;
}

/// A field as apply leaves it: the configuration's, else what is there.
const Value* field_of(const DesiredResource& resource, const Object* live, const char* name) {
  if (const Value* value = find(resource.fields, name)) return value;
  return live == nullptr ? nullptr : find(live->fields, name);
}

const DesiredResource* resource_at(const Desired& desired, const Address& address) {
  const auto at = std::find_if(desired.resources.begin(),
                               desired.resources.end(),
                               [&](const DesiredResource& r) { return r.address == address; });
  return at == desired.resources.end() ? nullptr : &*at;
}

Warehouse warehouse_of(const Examined& in, const DesiredConnection& connection) {
  Warehouse warehouse;
  if (!connection.warehouse) return warehouse;
  warehouse.name = to_string(*connection.warehouse);
  const DesiredResource* resource = resource_at(in.desired, *connection.warehouse);
  if (resource == nullptr) return warehouse;
  warehouse.is_existing = resource->existing;
  const Object* live = live_object(in.live, *resource);
  const Value* serverless = field_of(*resource, live, "enable_serverless_compute");
  const Value* type = field_of(*resource, live, "warehouse_type");
  warehouse.is_known = serverless != nullptr || type != nullptr;
  warehouse.is_serverless = serverless != nullptr && *serverless == Value(true);
  warehouse.is_pro = warehouse.is_serverless || (type != nullptr && *type == Value("PRO"));
  return warehouse;
}

bool is_principal_of(const Value& principal, const DesiredConnection& connection) {
  if (const std::string* name = principal.text()) return *name == connection.application_id;
  const auto refs = references_in(principal);
  return std::any_of(refs.begin(), refs.end(), [&](const AttributeRef& ref) {
    return connection.principal && ref.of == *connection.principal;
  });
}

std::string catalog_name(const std::string& full_name) {
  return full_name.substr(0, full_name.find('.'));
}

/// Whether something is a catalog, or stands in it.
bool is_of(const Securable& securable, const std::string& catalog) {
  const bool in_one = securable.type == "catalog" || parent_of(securable).has_value();
  return in_one && catalog_name(securable.full_name) == catalog;
}

/// The warehouses that read a catalog: of the data graphs whose principal has a grant in it.
std::vector<Warehouse> readers_of(const Examined& in, const std::string& catalog) {
  std::vector<Warehouse> readers;
  for (const DesiredConnection& connection : in.desired.connections) {
    const auto& all = in.desired.resources;
    const bool reads = std::any_of(all.begin(), all.end(), [&](const DesiredResource& resource) {
      if (resource.address.kind != entry_kind_on_securables()) return false;
      const Entry entry = entry_of(resource.fields);
      return is_of(entry.on, catalog) && is_principal_of(entry.principal, connection);
    });
    if (reads || connection.catalog == catalog) readers.push_back(warehouse_of(in, connection));
  }
  return readers;
}

/// What of the configuration stands in a catalog.
std::vector<Address> addresses_in(const Desired& desired, const std::string& catalog) {
  std::vector<Address> of;
  for (const DesiredResource& resource : desired.resources) {
    const Descriptor& descriptor = descriptor_of(resource.address.kind);
    Securable on;
    if (descriptor.is_securable) on = {descriptor.kind, full_name(descriptor, resource.fields)};
    if (resource.address.kind == entry_kind_on_securables()) on = entry_of(resource.fields).on;
    if (is_of(on, catalog)) of.push_back(resource.address);
  }
  return of;
}

class CatalogCheck {
 public:
  CatalogCheck(const Examined& in, const SecurableFacts& facts)
      : in_(in), facts_(facts), name_(facts.securable.full_name) {
    check_.topic = Topic::Catalogs;
    check_.name = "catalog " + name_;
  }

  /// Nothing: it is not there, or nothing of it may be seen, which is told elsewhere.
  std::optional<Check> run() {
    if (name_ == kHiveMetastore) return hive_metastore();
    if (is_closed_here()) return closed();
    if (facts_.unseen) return managed_unseen();
    check_.text = words_of(facts_.catalog_type) + ", " + reach();
    check_binding();
    if (check_.finding == Finding::Ok) check_reading();
    if (check_.finding == Finding::Ok) check_grants();
    if (check_.finding != Finding::Ok) check_.of = addresses_in(in_.desired, name_);
    return check_;
  }

 private:
  /// Managing a catalog does not show it.
  std::optional<Check> managed_unseen() {
    const Privileges* held = seen(facts_.held);
    if (held == nullptr || !held->contains(std::string(kManage))) return std::nullopt;
    check_.finding = Finding::Unknown;
    check_.text =
        "of what kind it is may not be seen without USE CATALOG, nor whether the "
        "warehouse reads it";
    check_.of = addresses_in(in_.desired, name_);
    return check_;
  }

  Check hive_metastore() {
    check_.finding = Finding::Missing;
    check_.blocks = true;
    check_.text =
        "the old metastore, which Unity Catalog does not hold: its grants are others, which dgctl "
        "does not write";
    check_.steps = {
        "upgrade what Segment is to read into a catalog of Unity Catalog, and name that"};
    check_.of = addresses_in(in_.desired, name_);
    return check_;
  }

  [[nodiscard]] std::int64_t here() const {
    if (in_.live == nullptr) return 0;
    const auto* ids = reading<WorkspaceIds>(*in_.live, CurrentWorkspace{});
    return ids == nullptr ? 0 : ids->workspace_id;
  }

  [[nodiscard]] bool is_closed_here() const {
    const auto* bindings = seen(facts_.bindings);
    const bool is_isolated = facts_.isolation_mode == "ISOLATED" || facts_.unseen.has_value();
    if (bindings != nullptr && is_isolated && !bindings->empty() && here() != 0) {
      return !bindings->contains(here());
    }
    return facts_.unseen && facts_.unseen->reason.find(kNotBoundHere) != std::string::npos;
  }

  Check closed() {
    check_.finding = Finding::Missing;
    check_.blocks = true;
    check_.text = "bound to other workspaces only" + others();
    check_.steps = {"its owner or a metastore admin binds it to workspace " +
                    std::to_string(here()) + ": Catalog Explorer > " + name_ + " > Workspaces"};
    check_.of = addresses_in(in_.desired, name_);
    return check_;
  }

  [[nodiscard]] std::string others() const {
    const auto* bindings = seen(facts_.bindings);
    if (bindings == nullptr) return {};
    std::string text;
    for (const auto& [id, type] : *bindings) {
      if (id != here()) text += (text.empty() ? ": " : ", ") + std::to_string(id);
    }
    return text;
  }

  [[nodiscard]] std::string reach() const {
    if (facts_.isolation_mode != "ISOLATED") return "open to all workspaces";
    const auto* bindings = seen(facts_.bindings);
    if (bindings == nullptr) return "bound to this workspace; to which others is unknown";
    const std::string rest = others();
    return rest.empty() ? "bound to this workspace alone"
                        : "bound to this workspace and others" + rest;
  }

  void check_binding() {
    const auto* bindings = seen(facts_.bindings);
    if (facts_.isolation_mode != "ISOLATED" || bindings == nullptr) return;
    const auto at = bindings->find(here());
    if (at == bindings->end() || at->second != kReadOnly) return;
    check_.text += "; for reading only";
    const bool is_written = std::any_of(
        in_.desired.connections.begin(),
        in_.desired.connections.end(),
        [&](const DesiredConnection& connection) { return connection.catalog == name_; });
    const bool is_changed = changes_in_it();
    if (!is_written && !is_changed) return;
    check_.blocks = is_changed;
    check_.finding = is_changed ? Finding::Missing : Finding::Warning;
    check_.text += is_changed ? ", and schemas of it are to be changed"
                              : ", and Segment writes its checkpoints there";
    check_.steps = {
        "its owner or a metastore admin binds it for reading and writing: Catalog "
        "Explorer > " +
        name_ + " > Workspaces"};
  }

  /// Whether schemas are made, changed or deleted there.
  [[nodiscard]] bool changes_in_it() const {
    if (in_.draft == nullptr) return false;
    const auto& steps = in_.draft->plan.steps;
    const auto is_here = [&](const std::string& kind, const std::string& name) {
      return kind == "schema" && catalog_name(name) == name_;
    };
    return std::any_of(steps.begin(), steps.end(), [&](const Step& step) {
      if (const auto* make = std::get_if<CreateObject>(&step.call)) {
        return is_here(make->kind, full_name(descriptor_of(make->kind), make->fields));
      }
      if (const auto* change = std::get_if<UpdateObject>(&step.call)) {
        return change->id.text() != nullptr && is_here(change->kind, *change->id.text());
      }
      const auto* remove = std::get_if<DeleteObject>(&step.call);
      return remove != nullptr && is_here(remove->kind, remove->id);
    });
  }

  /// Its data lie where Databricks keeps them for whoever has no storage of their own.
  [[nodiscard]] bool is_in_default_storage() const {
    const Metastore* metastore = seen(in_.metastore);
    return facts_.catalog_type == "MANAGED_CATALOG" && facts_.storage_root.empty() &&
           metastore != nullptr && metastore->storage_root.empty();
  }

  void check_reading() {
    const bool takes_pro = facts_.catalog_type == "FOREIGN_CATALOG";
    const bool takes_serverless = is_in_default_storage();
    if (facts_.catalog_type == "MANAGED_ONLINE_CATALOG") {
      check_.finding = Finding::Unknown;
      check_.text += "; whether a SQL warehouse reads it is unknown";
      return;
    }
    if (!takes_pro && !takes_serverless) return;
    const std::string needed =
        takes_serverless ? "a serverless warehouse" : "a Pro or serverless warehouse";
    for (const Warehouse& warehouse : readers_of(in_, name_)) {
      const bool can = takes_serverless ? warehouse.is_serverless : warehouse.is_pro;
      if (warehouse.is_known && can) continue;
      return note_reader(warehouse, needed, takes_serverless);
    }
    check_.text += "; the warehouse reads it";
  }

  /// A warehouse that does not read it, or of which nobody here can tell.
  void note_reader(const Warehouse& warehouse, const std::string& needed, bool serverless) {
    if (!warehouse.is_known) {
      check_.finding = Finding::Unknown;
      check_.text += "; reading it takes " + needed + ", and what " +
                     (warehouse.name.empty() ? "Segment uses" : warehouse.name) +
                     " is may not be seen";
      return;
    }
    check_.finding = Finding::Warning;
    check_.text += "; reading it takes " + needed + ", which " + warehouse.name + " is not";
    if (warehouse.is_existing) {
      check_.steps = {"name " + needed + " under `existing:`, or have whoever manages " +
                      warehouse.name + " make it one"};
      return;
    }
    check_.steps = {(serverless ? "set enable_serverless_compute: true and warehouse_type: PRO on "
                                : "set warehouse_type: PRO on ") +
                    warehouse.name};
  }

  /// Grants that are taken and do nothing, or that nobody here may write.
  void check_grants() {
    const bool is_system = facts_.catalog_type == "SYSTEM_CATALOG";
    if (!is_system) return;
    for (const DesiredResource& resource : in_.desired.resources) {
      if (resource.address.kind != entry_kind_on_securables()) continue;
      const Entry entry = entry_of(resource.fields);
      if (entry.on != facts_.securable || !entry.words.contains("USE_SCHEMA")) continue;
      check_.finding = Finding::Warning;
      check_.text += "; USE_SCHEMA on the whole of it is taken and has no effect";
      check_.steps = {"name the schemas that are read: read: {" + name_ + ": {schemas: [...]}}"};
    }
  }

  const Examined& in_;
  const SecurableFacts& facts_;
  const std::string& name_;
  Check check_;
};

}  // namespace

std::vector<Check> check_catalogs(const Examined& examined) {
  std::vector<Check> checks;
  for (const SecurableFacts& facts : examined.facts) {
    if (facts.securable.type != "catalog") continue;
    if (auto check = CatalogCheck(examined, facts).run()) checks.push_back(*std::move(check));
  }
  return checks;
}

}  // namespace dgctl::engine
