#include <array>

#include "providers/sim/catalog_words.h"
#include "providers/sim/find.h"
#include "providers/sim/handlers.h"
#include "providers/sim/ids.h"
#include "providers/sim/information_schema.h"
#include "providers/sim/names.h"
#include "providers/sim/objects.h"
#include "providers/sim/sql_run.h"

namespace dgctl::providers::sim {
namespace {

using Handler = Response (*)(State&, const Call&);

/// The request over REST that does the same.
Call request(const SqlScope& scope, std::vector<std::string> parts, Members body = {}) {
  Call call = scope.call;
  call.parts = std::move(parts);
  call.query.clear();
  call.body = to_text(Json{std::move(body)});
  return call;
}

std::string name_of(const SqlScope& scope, const SqlObject& object) {
  return full_name(scope, object.kind, object.name);
}

/// Does it, and takes some refusals for done already.
template <class Tolerated>
void do_unless(Handler handler, State& state, const Call& call, Tolerated&& is_done_already) {
  try {
    handler(state, call);
  } catch (const Refusal& refusal) {
    if (!is_done_already(std::string_view(refusal.code))) throw;
  }
}

Members texts_of(const SqlProperties& properties) {
  Texts sorted;
  for (const auto& [key, value] : properties) sorted[key] = value;
  Members out;
  for (const auto& [key, value] : sorted) put(out, key, value);
  return out;
}

Members creation(const CreateObject& create) {
  Members body;
  put(body, "name", create.object.name.back());
  if (create.comment) put(body, "comment", *create.comment);
  if (create.location) put(body, "storage_root", *create.location);
  put_members(body, "properties", texts_of(create.properties));
  return body;
}

Table new_table(const SqlScope& scope, const CreateObject& create, const std::string& name) {
  const Call& call = scope.call;
  Table table;
  table.id = made_uuid(scope.state.seed, call.number, "table/" + name);
  table.securable.owner = call.asker.name;
  table.securable.created = table.securable.updated = stamp(call);
  table.comment = create.comment.value_or("");
  for (const auto& [key, value] : create.properties) table.properties[key] = value;
  for (const SqlColumn& column : create.columns) {
    table.columns.push_back({column.name, column.type, column.comment});
  }
  return table;
}

/// That it is refused where the table is there already, whoever asks, is as with schemas.
void create_table(const SqlScope& scope, const CreateObject& create) {
  SqlName parents = create.object.name;
  const std::string name =
      checked_name(parents.back(), "CreateTable", "managedcatalog.TableInfo.name");
  parents.pop_back();
  if (parents.empty()) parents.push_back(scope.schema);
  const Place schema =
      find_schema(scope.state, scope.call, full_name(scope, SqlKind::Schema, parents));
  const Access access(scope.state, scope.call.asker);
  if (!access.can_create_table(schema)) {
    if (!access.can_use_schema(schema)) throw access.hidden(schema);
    throw lacks("CREATE TABLE", "Schema", full_name(schema));
  }
  if (schema.schema_name == kInformationSchema) throw not_an_owner(schema);
  require_writable(scope.state, schema);
  if (schema.schema->tables.contains(name)) {
    if (create.if_not_exists) return;
    throw Refusal(400,
                  "TABLE_ALREADY_EXISTS",
                  "Table '" + full_name(schema) + "." + name + "' already exists");
  }
  schema.schema->tables[name] = new_table(scope, create, name);
}

void update(const SqlScope& scope, const SqlObject& object, Members body) {
  constexpr std::array<Handler, 4> kHandlers{nullptr, update_catalog, update_schema, update_table};
  const Handler handler = kHandlers.at(static_cast<std::size_t>(object.kind));
  handler(scope.state, request(scope, {name_of(scope, object)}, std::move(body)));
}

/// Over REST the comment of a table cannot be changed, so who may is as with its owner.
void comment_on_table(const SqlScope& scope, const SetComment& set) {
  const Place place = find_table(scope.state, scope.call, name_of(scope, set.object));
  const Access access(scope.state, scope.call.asker);
  require_update(access, scope.call, place, {false, false, true});
  require_writable(scope.state, place);
  place.table->comment = set.text;
  place.table->securable.updated = stamp(scope.call);
}

}  // namespace

void use(const SqlScope& scope, const UseCatalog& use) {
  if (is_built_in_system(scope.state, use.name)) return;
  const Place place = find_catalog(scope.state, use.name);
  const Access access(scope.state, scope.call.asker);
  if (!access.can_use_catalog(place)) throw access.hidden(place);
}

void use(const SqlScope& scope, const UseSchema& use) {
  const std::string& catalog = use.name.size() == 2 ? use.name.front() : scope.catalog;
  if (folded(use.name.back()) == kInformationSchema) {
    dgctl::providers::sim::use(scope, UseCatalog{catalog});
    return;
  }
  const Place place = find_schema(scope.state, scope.call, catalog + "." + use.name.back());
  const Access access(scope.state, scope.call.asker);
  if (!access.can_use_schema(place)) throw access.hidden(place);
}

void change(const SqlScope& scope, const ChangeGrants& change) {
  List privileges;
  for (const std::string& words : change.privileges) privileges.push_back(Json{words});
  Members entry;
  put(entry, "principal", change.principal);
  put(entry, change.revokes ? "remove" : "add", std::move(privileges));
  Members body;
  put(body, "changes", List{Json{std::move(entry)}});
  put(body, "omit_permissions_in_response", true);
  update_permissions(
      scope.state,
      request(scope, {type_of(change.on.kind), name_of(scope, change.on)}, std::move(body)));
}

void change(const SqlScope& scope, const CreateObject& create) {
  if (create.object.kind == SqlKind::Table) return create_table(scope, create);
  const auto is_there = [&](std::string_view code) {
    return create.if_not_exists && code.ends_with("_ALREADY_EXISTS");
  };
  Members body = creation(create);
  if (create.object.kind == SqlKind::Catalog) {
    do_unless(create_catalog, scope.state, request(scope, {}, std::move(body)), is_there);
    return;
  }
  const SqlName& name = create.object.name;
  put(body, "catalog_name", name.size() == 2 ? name.front() : scope.catalog);
  do_unless(create_schema, scope.state, request(scope, {}, std::move(body)), is_there);
}

void change(const SqlScope& scope, const DropObject& drop) {
  constexpr std::array<Handler, 4> kHandlers{nullptr, delete_catalog, delete_schema, delete_table};
  const auto is_gone = [&](std::string_view code) {
    return drop.if_exists && code.ends_with("_DOES_NOT_EXIST");
  };
  Call call = request(scope, {name_of(scope, drop.object)});
  if (drop.cascades) call.query = {{"force", "true"}};
  do_unless(kHandlers.at(static_cast<std::size_t>(drop.object.kind)), scope.state, call, is_gone);
}

void change(const SqlScope& scope, const SetOwner& set) {
  Members body;
  put(body, "owner", set.principal);
  update(scope, set.object, std::move(body));
}

void change(const SqlScope& scope, const SetComment& set) {
  if (set.object.kind == SqlKind::Table) return comment_on_table(scope, set);
  Members body;
  put(body, "comment", set.text);
  update(scope, set.object, std::move(body));
}

/// SQL adds to what there is, REST replaces it.
void change(const SqlScope& scope, const SetProperties& set) {
  const Place place = find_schema(scope.state, scope.call, name_of(scope, set.object));
  SqlProperties all(place.schema->settings.properties.begin(),
                    place.schema->settings.properties.end());
  all.insert(all.end(), set.properties.begin(), set.properties.end());
  Members body;
  put(body, "properties", texts_of(all));
  update(scope, set.object, std::move(body));
}

void change(const SqlScope& scope, const SetOptimization& set) {
  Members body;
  put(body, "enable_predictive_optimization", set.setting);
  update(scope, set.object, std::move(body));
}

}  // namespace dgctl::providers::sim
