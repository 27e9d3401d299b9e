#include <nlohmann/json.hpp>

#include "engine/model/descriptor.h"
#include "providers/databricks/kinds.h"

namespace dgctl::providers {
namespace {

using Json = nlohmann::json;

std::string permissions_path(const engine::Securable& on) {
  return catalog_path({"permissions", on.type, on.full_name});
}

/// "USE CATALOG" as some servers spell it, "USE_CATALOG" as grants are compared.
std::string in_rest_spelling(std::string privilege) {
  for (char& c : privilege) {
    if (c == ' ') c = '_';
  }
  return privilege;
}

void add_page(const std::string& page, engine::Grants& grants) {
  const Json body = Json::parse(page);
  const auto assignments = body.find("privilege_assignments");
  if (assignments == body.end() || !assignments->is_array()) return;  // none at all
  for (const Json& assignment : *assignments) {
    const auto principal = assignment.find("principal");
    const bool named = principal != assignment.end() && principal->is_string() &&
                       !principal->get<std::string>().empty();
    if (!named) {  // its principal was deleted
      ++grants.unnamed;
      continue;
    }
    auto& words = grants.direct[engine::canonical_principal(principal->get<std::string>())];
    for (const Json& word : assignment.value("privileges", Json::array())) {
      if (word.is_string()) words.insert(in_rest_spelling(word.get<std::string>()));
    }
  }
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
    return not_found_or_hidden(error);
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
