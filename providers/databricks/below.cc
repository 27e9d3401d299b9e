#include <algorithm>

#include "providers/databricks/json.h"
#include "providers/databricks/kinds.h"

namespace dgctl::providers {
namespace {

struct Listing {
  std::string collection;
  Query query;
};

Listing listing_below(const engine::Securable& parent) {
  if (parent.type.empty()) return {"catalogs", {kServersPageSize}};
  if (parent.type == "catalog") {
    return {"schemas", {{"catalog_name", parent.full_name}, kServersPageSize}};
  }
  const std::size_t dot = parent.full_name.find('.');
  return {"tables",
          {{"catalog_name", parent.full_name.substr(0, dot)},
           {"schema_name", parent.full_name.substr(dot + 1)},
           {"omit_columns", "true"},
           {"omit_properties", "true"},
           {"omit_username", "true"},
           kServersPageSize}};
}

}  // namespace

engine::ReadResult read_below(Rest& rest,
                              const engine::Securable& parent,
                              const std::stop_token& stop) {
  const Listing listing = listing_below(parent);
  engine::Names names;
  try {
    rest.pages(
        catalog_path({listing.collection}),
        listing.query,
        [&](const std::string& page) {
          const engine::Fields body = parsed_object(page);
          for (const engine::Value& listed : listed_in(body, listing.collection)) {
            const engine::Fields& item = as_object(listed, listing.collection);
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
