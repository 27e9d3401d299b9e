#include "providers/sim/catalog_words.h"
#include "providers/sim/find.h"
#include "providers/sim/handlers.h"
#include "providers/sim/names.h"
#include "providers/sim/paging.h"
#include "providers/sim/reader.h"

namespace dgctl::providers::sim {
namespace {

/// The object, wherever it is bound, for its owner and for metastore admins.
Place find_bound(State& state, const Call& call) {
  const std::string type = folded(call.parts[0]);
  if (type != "catalog" && type != "external_location") {
    throw invalid("'" + call.parts[0] +
                  "' has no bindings here; only catalogs and external locations have");
  }
  Place place = type == "catalog" ? find_catalog_anywhere(state, call.parts[1])
                                  : find_external_location_anywhere(state, call.parts[1]);
  const Access access(state, call.asker);
  if (call.asker.metastore_admin || access.owns(securable(place))) return place;
  throw access.sees(place) ? not_an_owner(place) : access.hidden(place);
}

Json binding_json(std::int64_t workspace_id, const std::string& type) {
  Members body;
  put(body, "workspace_id", workspace_id);
  put(body, "binding_type", type);
  return Json{std::move(body)};
}

using Bindings = std::map<std::int64_t, std::string>;

Bindings& bindings_of(const Place& place) {
  return place.location != nullptr ? place.location->bindings : place.catalog->bindings;
}

Bindings read_bindings(Reader& body, const char* name) {
  Bindings out;
  const Json* list = body.find(name);
  if (list == nullptr) return out;
  std::size_t index = 0;
  for (const Json& json : list_at(*list, body.at(name))) {
    Reader reader(json, below(body.at(name), std::to_string(index++)));
    const std::int64_t workspace_id = reader.number("workspace_id", 0, 1);
    if (workspace_id == 0) throw invalid(reader.at("workspace_id") + ": missing");
    out[workspace_id] = reader.word("binding_type", binding_types(), kReadWrite);
    reader.finish();
  }
  return out;
}

Response bindings_answer(const State& state, const Call& call, const Bindings& bindings) {
  std::vector<std::string> keys;
  std::map<std::string, std::int64_t> ids;
  for (const auto& [id, type] : bindings) ids[std::to_string(id)] = id;
  keys.reserve(ids.size());
  for (const auto& [key, id] : ids) keys.push_back(key);
  const Page page = page_of(state, call, keys);
  List list;
  for (std::size_t i = page.first; i < page.last; ++i) {
    const std::int64_t id = ids.at(keys[i]);
    list.push_back(binding_json(id, bindings.at(id)));
  }
  Members body;
  put_list(body, "bindings", std::move(list));
  put_next_page(body, page);
  return answer(std::move(body));
}

}  // namespace

Response get_bindings(State& state, const Call& call) {
  const Place place = find_bound(state, call);
  return bindings_answer(state, call, bindings_of(place));
}

/// Adding a workspace that is bound already changes its type.
Response update_bindings(State& state, const Call& call) {
  const Place place = find_bound(state, call);
  const Json json = body_json(call);
  Reader body(json, "");
  const Bindings add = read_bindings(body, "add");
  const Bindings remove = read_bindings(body, "remove");
  body.finish();
  Bindings& bindings = bindings_of(place);
  for (const auto& [id, type] : remove) bindings.erase(id);
  for (const auto& [id, type] : add) bindings[id] = type;
  securable(place).updated = stamp(call);
  return bindings_answer(state, call, bindings);
}

}  // namespace dgctl::providers::sim
