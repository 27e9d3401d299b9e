#include <algorithm>

#include "providers/databricks/fields.h"
#include "providers/databricks/json.h"
#include "providers/databricks/kinds.h"

namespace dgctl::providers {
namespace {

using engine::Descriptor;
using engine::Object;

std::string item_path(const ObjectKind& kind, const std::string& name) {
  return catalog_path({kind.collection, name});
}

const ObjectKind& kind_named(const std::string& kind) {
  const ObjectKind* found = object_kind(kind);
  if (found == nullptr) {
    throw engine::ProviderError(engine::ErrorClass::Ours, "no object is of kind " + kind);
  }
  return *found;
}

/// The object that was asked for. What is another's, or nobody's, must not look like changed.
Object require_name(Object object, const std::string& name) {
  if (object.id == engine::lower_case(name)) return object;
  throw UnexpectedForm(object.id.empty() ? "it has no name" : "it is of '" + object.id + "'");
}

}  // namespace

engine::ReadResult not_found_or_hidden(const engine::ProviderError& error) {
  if (error.error_class == engine::ErrorClass::NotFound) return engine::Absent{};
  // Of what a server does not offer nothing is known, as of what it does not show.
  const bool is_offered = error.code != "NOT_IMPLEMENTED";
  if (error.error_class != engine::ErrorClass::Denied && is_offered) throw error;
  // "User does not have USE CATALOG on Catalog 'x'"
  const std::string text = error.what();
  static constexpr std::string_view kNeeds = "does not have ";
  const std::size_t at = text.find(kNeeds);
  std::string needs;
  if (at != std::string::npos) {
    needs = text.substr(at + kNeeds.size());
    needs.resize(std::min({needs.find(" (request id"), needs.find(';'), needs.size()}));
  }
  return engine::Hidden{needs, text};
}

engine::ReadResult read_object(Rest& rest,
                               const ObjectKind& kind,
                               const std::string& name,
                               const std::stop_token& stop) {
  try {
    const std::string body = rest.get(item_path(kind, name), {}, stop);
    return engine::Found{
        require_name(object_from(engine::descriptor_of(kind.kind), parsed_object(body)), name)};
  } catch (const engine::ProviderError& error) {
    return not_found_or_hidden(error);
  }
}

std::map<std::string, Object> list_objects(Rest& rest,
                                           const ObjectKind& kind,
                                           const std::string& parent,
                                           const std::stop_token& stop) {
  const Descriptor& descriptor = engine::descriptor_of(kind.kind);
  Query query{kServersPageSize};
  // What stands in a schema is listed by the names of both.
  const std::size_t dot = parent.find('.');
  if (dot != std::string::npos) query.emplace_back("catalog_name", parent.substr(0, dot));
  if (!kind.parent_parameter.empty()) {
    query.emplace_back(kind.parent_parameter,
                       dot == std::string::npos ? parent : parent.substr(dot + 1));
  }
  std::map<std::string, Object> all;
  rest.pages(
      catalog_path({kind.collection}),
      query,
      [&](const std::string& page) {
        const engine::Fields body = parsed_object(page);
        for (const engine::Value& item : listed_in(body, kind.list_key())) {
          Object object = object_from(descriptor, as_object(item, "an item"));
          if (object.id.empty()) throw UnexpectedForm("an item has no name");
          all.insert_or_assign(object.id, std::move(object));
        }
      },
      stop);
  return all;
}

engine::StepOutcome create_object(Rest& rest,
                                  const engine::CreateObject& call,
                                  const std::stop_token& stop) {
  const ObjectKind& kind = kind_named(call.kind);
  const std::string body = rest.send(Method::Post,
                                     catalog_path({kind.collection}),
                                     json_text(call.fields),
                                     Repeat::OnlyIfNotTaken,
                                     stop);
  Object made = object_from(engine::descriptor_of(call.kind), parsed_object(body));
  return {std::move(made.id), std::move(made.fields)};
}

engine::StepOutcome update_object(Rest& rest,
                                  const engine::UpdateObject& call,
                                  const std::stop_token& stop) {
  const std::string* id = call.id.text();
  const std::string body = rest.send(Method::Patch,
                                     item_path(kind_named(call.kind), id == nullptr ? "" : *id),
                                     json_text(call.changed),
                                     Repeat::Safe,
                                     stop);
  Object now = object_from(engine::descriptor_of(call.kind), parsed_object(body));
  return {std::move(now.id), std::move(now.fields)};
}

void delete_object(Rest& rest, const engine::DeleteObject& call, const std::stop_token& stop) {
  std::string path = item_path(kind_named(call.kind), call.id);
  if (call.with_contents) path += "?force=true";
  delete_at(rest, path, stop);
}

void delete_at(Rest& rest, const std::string& path, const std::stop_token& stop) {
  try {
    rest.send(Method::Delete, path, {}, Repeat::Safe, stop);
  } catch (const engine::ProviderError& error) {
    const bool is_gone = error.error_class == engine::ErrorClass::NotFound ||
                         error.error_class == engine::ErrorClass::NotVisible;
    if (!is_gone) throw;
  }
}

}  // namespace dgctl::providers
