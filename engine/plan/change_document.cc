#include <algorithm>
#include <array>

#include "engine/edges/error.h"
#include "engine/model/overloaded.h"
#include "engine/plan/plan_file.h"
#include "engine/state/document.h"

namespace dgctl::engine {
namespace {

constexpr std::array<std::pair<Mover, const char*>, 4> kMovers{{
    {Mover::Configuration, "configuration"},
    {Mover::Workspace, "workspace"},
    {Mover::Both, "both"},
    {Mover::CannotTell, "cannot_tell"},
}};

Value to_value(const Resource& resource) {
  return Fields{{"address", to_string(resource.address)}, {"fields", resource.fields}};
}

Resource resource_in(const Fields& fields, std::string_view name) {
  const Fields& resource = fields_in(fields, name);
  return {address_in(resource, "address"), fields_in(resource, "fields")};
}

Value to_value(const std::vector<FieldChange>& changes) {
  List items;
  for (const FieldChange& change : changes) {
    Fields item{{"field", change.field}, {"mover", to_value(change.mover)}};
    if (change.live) item.emplace("live", *change.live);
    if (change.recorded) item.emplace("recorded", *change.recorded);
    if (change.desired) item.emplace("desired", *change.desired);
    items.emplace_back(std::move(item));
  }
  return items;
}

std::vector<FieldChange> field_changes_in(const Fields& fields, std::string_view name) {
  std::vector<FieldChange> changes;
  for (const Value& value : list_in(fields, name)) {
    const Fields& item = object_in(value, "a changed field");
    changes.push_back({text_in(item, "field"),
                       optional_in(item, "live"),
                       optional_in(item, "recorded"),
                       optional_in(item, "desired"),
                       mover_in(item)});
  }
  return changes;
}

Value to_value(const std::map<Principal, Privileges>& grants) {
  Fields all;
  for (const auto& [principal, words] : grants) all.emplace(principal, words_value(words));
  return all;
}

std::map<Principal, Privileges> ending_in(const Fields& fields, std::string_view name) {
  const Fields& grants = fields_in(fields, name);
  std::map<Principal, Privileges> all;
  for (const auto& [principal, value] : grants) {
    all.emplace(principal, words_in(grants, principal));
  }
  return all;
}

std::vector<std::string> texts_in(const Fields& fields, std::string_view name) {
  std::vector<std::string> texts;
  for (const Value& value : list_in(fields, name)) {
    if (value.text() == nullptr) throw CorruptError("'" + std::string(name) + "' holds no texts");
    texts.push_back(*value.text());
  }
  return texts;
}

}  // namespace

Value to_value(Mover mover) {
  return std::find_if(
             kMovers.begin(), kMovers.end(), [&](const auto& m) { return m.first == mover; })
      ->second;
}

Mover mover_in(const Fields& fields) {
  const std::string name = text_in(fields, "mover");
  const auto* it =
      std::find_if(kMovers.begin(), kMovers.end(), [&](const auto& m) { return m.second == name; });
  if (it == kMovers.end()) throw CorruptError("'" + name + "' is no mover");
  return it->first;
}

std::string action_of(const Change& change) {
  return std::visit(Overloaded{
                        [](const NoOp&) { return "no-op"; },
                        [](const Record&) { return "record"; },
                        [](const Create&) { return "create"; },
                        [](const Update&) { return "update"; },
                        [](const Replace&) { return "replace"; },
                        [](const Adopt&) { return "adopt"; },
                        [](const Move&) { return "move"; },
                        [](const Delete&) { return "delete"; },
                        [](const Forget&) { return "forget"; },
                    },
                    change);
}

Value to_value(const Change& change) {
  Fields fields =
      std::visit(Overloaded{
                     [](const NoOp& c) { return Fields{{"live", to_value(c.live)}}; },
                     [](const Record& c) {
                       return Fields{{"fields", to_value(c.fields)}, {"live", to_value(c.live)}};
                     },
                     [](const Create& c) {
                       return Fields{{"desired", to_value(c.desired)},
                                     {"mover", to_value(c.mover)},
                                     {"notes", List(c.notes.begin(), c.notes.end())}};
                     },
                     [](const Update& c) {
                       return Fields{{"desired", to_value(c.desired)},
                                     {"fields", to_value(c.fields)},
                                     {"live", to_value(c.live)},
                                     {"notes", List(c.notes.begin(), c.notes.end())}};
                     },
                     [](const Replace& c) {
                       return Fields{{"because", to_value(c.because)},
                                     {"desired", to_value(c.desired)},
                                     {"ends", to_value(c.ends)},
                                     {"live", to_value(c.live)},
                                     {"with", List(c.with.begin(), c.with.end())}};
                     },
                     [](const Adopt& c) {
                       return Fields{{"desired", to_value(c.desired)},
                                     {"fields", to_value(c.fields)},
                                     {"live", to_value(c.live)},
                                     {"notes", List(c.notes.begin(), c.notes.end())}};
                     },
                     [](const Move& c) {
                       return Fields{{"from", to_string(c.from)}, {"live", to_value(c.live)}};
                     },
                     [](const Delete& c) {
                       return Fields{{"live", to_value(c.live)},
                                     {"mover", to_value(c.mover)},
                                     {"with", List(c.with.begin(), c.with.end())}};
                     },
                     [](const Forget& c) {
                       return Fields{{"because", c.because}, {"recorded", to_value(c.recorded)}};
                     },
                 },
                 change);
  fields.emplace("action", action_of(change));
  return fields;
}

Change change_from(const Value& value) {
  const Fields& fields = object_in(value, "a change");
  const std::string action = text_in(fields, "action");
  if (action == "no-op") return NoOp{resource_in(fields, "live")};
  if (action == "record") {
    return Record{resource_in(fields, "live"), field_changes_in(fields, "fields")};
  }
  if (action == "create") {
    return Create{resource_in(fields, "desired"), mover_in(fields), texts_in(fields, "notes")};
  }
  if (action == "update") {
    return Update{resource_in(fields, "live"),
                  resource_in(fields, "desired"),
                  field_changes_in(fields, "fields"),
                  texts_in(fields, "notes")};
  }
  if (action == "replace") {
    return Replace{resource_in(fields, "live"),
                   resource_in(fields, "desired"),
                   field_changes_in(fields, "because"),
                   texts_in(fields, "with"),
                   ending_in(fields, "ends")};
  }
  if (action == "adopt") {
    return Adopt{resource_in(fields, "live"),
                 resource_in(fields, "desired"),
                 field_changes_in(fields, "fields"),
                 texts_in(fields, "notes")};
  }
  if (action == "move") return Move{address_in(fields, "from"), resource_in(fields, "live")};
  if (action == "delete") {
    return Delete{resource_in(fields, "live"), mover_in(fields), texts_in(fields, "with")};
  }
  if (action == "forget") {
    return Forget{resource_in(fields, "recorded"), text_in(fields, "because")};
  }
  throw CorruptError("'" + action + "' is no action");
}

}  // namespace dgctl::engine
