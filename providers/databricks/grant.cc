#include <nlohmann/json.hpp>

#include "engine/model/descriptor.h"
#include "providers/databricks/fields.h"
#include "providers/databricks/json.h"
#include "providers/databricks/kinds.h"

namespace dgctl::providers {
namespace {

using Json = nlohmann::json;

std::string permissions_path(const engine::Securable& on) {
  return catalog_path({"permissions", on.type, on.full_name});
}

void add_page(const std::string& page, engine::Grants& grants) {
  const engine::Fields body = parsed_object(page);
  for (const engine::Value& listed : listed_in(body, "privilege_assignments")) {
    const engine::Fields& assignment = as_object(listed, "privilege_assignments");
    const std::string& principal = text_in(assignment, "principal");
    engine::Privileges words;
    for (const engine::Value& word : list_in(assignment, "privileges")) {
      words.insert(in_rest_spelling(as_text(word, "a privilege")));
    }
    if (principal.empty()) {  // it was deleted
      ++grants.unnamed;
    } else {
      grants.direct[engine::canonical_principal(principal)].merge(words);
    }
  }
}

/// "User is not an owner of Catalog 'x'" names no privilege, though one shows the grants as well.
engine::ReadResult with_needs(engine::ReadResult result, const engine::Securable& on) {
  auto* hidden = std::get_if<engine::Hidden>(&result);
  if (hidden != nullptr && hidden->reason.find("is not an owner of") != std::string::npos) {
    hidden->needs = "MANAGE on " + on.type + " " + on.full_name + ", or owning it";
  }
  return result;
}

}  // namespace

// https://docs.databricks.com/api/workspace/grants: direct grants only, everybody's. Without
// max_results, as the vendor's own clients ask: one answer has them all.
engine::ReadResult read_grants(Rest& rest,
                               const engine::Securable& on,
                               const std::stop_token& stop) {
  engine::Grants grants;
  try {
    rest.pages(
        permissions_path(on), {}, [&](const std::string& page) { add_page(page, grants); }, stop);
  } catch (const engine::ProviderError& error) {
    return with_needs(not_found_or_hidden(error), on);
  }
  return engine::Found{grants};
}

void patch_grants(Rest& rest, const engine::PatchGrants& call, const std::stop_token& stop) {
  Json changes = Json::array();
  for (const engine::GrantDelta& delta : call.deltas) {
    const std::string* principal = delta.principal.text();
    if (principal == nullptr) {
      throw engine::ProviderError(engine::ErrorClass::Ours,
                                  "a grant to a principal that is not known yet was to be sent");
    }
    // Both lists, empty ones too: the open-source server wants them.
    changes.push_back({{"principal", *principal}, {"add", delta.add}, {"remove", delta.remove}});
  }
  rest.send(Method::Patch,
            permissions_path(call.on),
            Json{{"changes", std::move(changes)}}.dump(),
            Repeat::Safe,
            stop);
}

}  // namespace dgctl::providers
