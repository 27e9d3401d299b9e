#include <nlohmann/json.hpp>

#include "providers/databricks/kinds.h"

// A table or view. dgctl makes none: it is read to tell one that was made anew, and whose it is.

namespace dgctl::providers {
namespace {

engine::ReadResult read_table(Rest& rest, const std::string& name, const std::stop_token& stop) {
  try {
    const auto body = nlohmann::json::parse(rest.get(catalog_path({"tables", name}), {}, stop));
    engine::Object table{"table", body.value("table_id", ""), {}, std::nullopt};
    const auto owner = body.find("owner");
    if (owner != body.end() && owner->is_string()) table.owner = owner->get<std::string>();
    const auto made = body.find("created_at");  // milliseconds since 1970
    if (made != body.end() && made->is_number_integer())
      table.fields.emplace("created_at", made->get<std::int64_t>());
    return engine::Found{std::move(table)};
  } catch (const engine::ProviderError& error) {
    return not_found_or_hidden(error);
  }
}

}  // namespace

SeenKind table_kind() { return {"table", read_table}; }

}  // namespace dgctl::providers
