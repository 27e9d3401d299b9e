#include <algorithm>

#include "providers/databricks/json.h"
#include "providers/databricks/kinds.h"

namespace dgctl::providers {
namespace {

struct Listing {
  std::string collection, list_key;
  Query query;
};

/// Of what stands in nothing, of the kind that is named in place of a parent.
Listing listing_of(const std::string& kind) {
  const ObjectKind* known = object_kind(kind.empty() ? "catalog" : kind);
  if (known == nullptr) {
    throw engine::ProviderError(engine::ErrorClass::Ours, "nothing lists each " + kind);
  }
  return {known->collection, known->list_key(), {kServersPageSize}};
}

Listing listing_below(const engine::Below& below) {
  const engine::Securable& parent = below.parent;
  if (parent.type.empty()) return listing_of(parent.full_name);
  if (parent.type == "catalog") {
    return {"schemas", "schemas", {{"catalog_name", parent.full_name}, kServersPageSize}};
  }
  const std::size_t dot = parent.full_name.find('.');
  Query query{{"catalog_name", parent.full_name.substr(0, dot)},
              {"schema_name", parent.full_name.substr(dot + 1)}};
  Listing listing{"tables", "tables", {}};
  if (below.kind.empty()) {
    for (const char* what : {"omit_columns", "omit_properties", "omit_username"}) {
      query.emplace_back(what, "true");
    }
  } else {
    listing = listing_of(below.kind);
  }
  query.push_back(kServersPageSize);
  listing.query = std::move(query);
  return listing;
}

}  // namespace

engine::ReadResult read_below(Rest& rest, const engine::Below& below, const std::stop_token& stop) {
  const Listing listing = listing_below(below);
  engine::Names names;
  try {
    rest.pages(
        catalog_path({listing.collection}),
        listing.query,
        [&](const std::string& page) {
          const engine::Fields body = parsed_object(page);
          for (const engine::Value& listed : listed_in(body, listing.list_key)) {
            const engine::Fields& item = as_object(listed, listing.list_key);
            const std::string& full = text_in(item, "full_name");
            // A catalog of the open-source server has but one.
            const std::string& name = full.empty() ? needed_text_in(item, "name") : full;
            names.push_back(engine::lower_case(name));
          }
        },
        stop);
  } catch (const engine::ProviderError& error) {
    return not_found_or_hidden(error);
  }
  std::sort(names.begin(), names.end());
  return engine::Found{names};
}

}  // namespace dgctl::providers
