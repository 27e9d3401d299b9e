#include "engine/state/call_document.h"

#include "engine/edges/error.h"
#include "engine/model/descriptor.h"
#include "engine/model/overloaded.h"
#include "engine/state/document.h"

namespace dgctl::engine {
namespace {

const Value& value_in(const Fields& fields, std::string_view name) {
  const Value* value = find(fields, name);
  if (value == nullptr) throw CorruptError("'" + std::string(name) + "' is missing");
  return *value;
}

PatchGrants patch_from(const Fields& fields) {
  PatchGrants patch;
  patch.on = securable_from(text_in(fields, "on"));
  patch.exclusive = flag_in(fields, "exclusive");
  for (const Value& item : list_in(fields, "deltas")) {
    const Fields& delta = object_in(item, "a delta");
    patch.deltas.push_back(
        {value_in(delta, "principal"), words_in(delta, "add"), words_in(delta, "remove")});
  }
  return patch;
}

}  // namespace

Value to_value(const Call& call) {
  return std::visit(
      Overloaded{
          [](const CreateObject& c) -> Value {
            return Fields{{"call", "create"}, {"fields", c.fields}, {"kind", c.kind}};
          },
          [](const UpdateObject& c) -> Value {
            return Fields{
                {"call", "update"}, {"changed", c.changed}, {"id", c.id}, {"kind", c.kind}};
          },
          [](const DeleteObject& c) -> Value {
            return Fields{{"call", "delete"},
                          {"id", c.id},
                          {"kind", c.kind},
                          {"with_contents", c.with_contents}};
          },
          [](const PatchGrants& c) -> Value {
            List deltas;
            for (const GrantDelta& delta : c.deltas) {
              deltas.emplace_back(Fields{{"add", words_value(delta.add)},
                                         {"principal", delta.principal},
                                         {"remove", words_value(delta.remove)}});
            }
            return Fields{{"call", "patch_grants"},
                          {"deltas", std::move(deltas)},
                          {"exclusive", c.exclusive},
                          {"on", to_text(c.on)}};
          },
      },
      call);
}

Call call_from(const Value& value) {
  const Fields& fields = object_in(value, "a call");
  const std::string call = text_in(fields, "call");
  if (call == "create") return CreateObject{text_in(fields, "kind"), fields_in(fields, "fields")};
  if (call == "update") {
    return UpdateObject{
        text_in(fields, "kind"), value_in(fields, "id"), fields_in(fields, "changed")};
  }
  if (call == "delete") {
    return DeleteObject{
        text_in(fields, "kind"), text_in(fields, "id"), flag_in(fields, "with_contents")};
  }
  if (call == "patch_grants") return patch_from(fields);
  throw CorruptError("'" + call + "' is no call");
}

Value to_value(const Lookup& lookup) {
  return std::visit(
      Overloaded{
          [](const CurrentWorkspace&) -> Value { return Fields{{"lookup", "workspace"}}; },
          [](const CurrentAccount&) -> Value { return Fields{{"lookup", "account"}}; },
          [](const Runner&) -> Value { return Fields{{"lookup", "runner"}}; },
          [](const ByName& by) -> Value {
            return Fields{{"kind", by.kind}, {"lookup", "object"}, {"name", by.name}};
          },
          [](const GrantsOn& grants) -> Value {
            return Fields{{"lookup", "grants"}, {"on", to_text(grants.on)}};
          },
          [](const Below& below) -> Value {
            return Fields{{"lookup", "below"}, {"on", to_text(below.parent)}};
          },
          [](const WhoIs& who) -> Value {
            return Fields{{"lookup", "principal"}, {"name", who.principal}};
          },
      },
      lookup);
}

Lookup lookup_from(const Value& value) {
  const Fields& fields = object_in(value, "a look-up");
  const std::string lookup = text_in(fields, "lookup");
  if (lookup == "workspace") return CurrentWorkspace{};
  if (lookup == "account") return CurrentAccount{};
  if (lookup == "runner") return Runner{};
  if (lookup == "object") return ByName{text_in(fields, "kind"), text_in(fields, "name")};
  if (lookup == "grants") return GrantsOn{securable_from(text_in(fields, "on"))};
  if (lookup == "below") return Below{securable_from(text_in(fields, "on"))};
  if (lookup == "principal") return WhoIs{text_in(fields, "name")};
  throw CorruptError("'" + lookup + "' is no look-up");
}

}  // namespace dgctl::engine
