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

UpdateObject update_from(const Fields& fields) {
  UpdateObject update{kind_in(fields), value_in(fields, "id"), fields_in(fields, "changed"), {}};
  if (find(fields, "words") == nullptr) return update;
  for (const auto& [name, value] : fields_in(fields, "words")) {
    const Fields& delta = object_in(value, "a delta");
    update.words.emplace(name, WordsDelta{words_in(delta, "add"), words_in(delta, "remove")});
  }
  return update;
}

WriteAcl acl_from(const Fields& fields) {
  WriteAcl acl{kind_in(fields), value_in(fields, "thing"), {}};
  for (const Value& item : list_in(fields, "entries")) {
    const Fields& entry = object_in(item, "an entry");
    acl.entries.push_back({value_in(entry, "principal"), text_in(entry, "level")});
  }
  return acl;
}

Call secret_call_from(const std::string& call, const Fields& fields) {
  if (call == "issue_secret") {
    return IssueSecret{address_in(fields, "secret"),
                       text_in(fields, "sink"),
                       value_in(fields, "principal_id"),
                       number_in(fields, "lifetime_s"),
                       words_in(fields, "ids_before"),
                       text_in(fields, "since"),
                       text_in(fields, "repeated_since")};
  }
  if (call == "store_secret") {
    return StoreSecret{
        address_in(fields, "secret"), text_in(fields, "sink"), fields_in(fields, "label")};
  }
  if (call == "prove_secret") {
    return ProveSecret{
        address_in(fields, "secret"), text_in(fields, "sink"), value_in(fields, "secret_id")};
  }
  if (call == "retire_secret") {
    return RetireSecret{text_in(fields, "principal_id"), text_in(fields, "id")};
  }
  throw CorruptError("'" + call + "' is no call");
}

}  // namespace

namespace {

Value value_of(const CreateObject& c) {
  return Fields{{"call", "create"}, {"fields", c.fields}, {"kind", c.kind}};
}

Value value_of(const UpdateObject& c) {
  Fields fields{{"call", "update"}, {"changed", c.changed}, {"id", c.id}, {"kind", c.kind}};
  Fields words;
  for (const auto& [name, delta] : c.words) {
    words.emplace(name,
                  Fields{{"add", words_value(delta.add)}, {"remove", words_value(delta.remove)}});
  }
  if (!words.empty()) fields.emplace("words", std::move(words));
  return fields;
}

Value value_of(const DeleteObject& c) {
  return Fields{
      {"call", "delete"}, {"id", c.id}, {"kind", c.kind}, {"with_contents", c.with_contents}};
}

Value value_of(const PatchGrants& c) {
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
}

Value value_of(const WriteAcl& c) {
  List entries;
  for (const AclEntry& entry : c.entries) {
    entries.emplace_back(Fields{{"level", entry.level}, {"principal", entry.principal}});
  }
  return Fields{
      {"call", "write_acl"}, {"entries", std::move(entries)}, {"kind", c.kind}, {"thing", c.thing}};
}

Value value_of(const IssueSecret& c) {
  return Fields{{"call", "issue_secret"},
                {"ids_before", words_value(c.ids_before)},
                {"lifetime_s", c.lifetime_s},
                {"principal_id", c.principal_id},
                {"repeated_since", c.repeated_since},
                {"secret", to_string(c.secret)},
                {"since", c.since},
                {"sink", c.sink}};
}

Value value_of(const StoreSecret& c) {
  return Fields{{"call", "store_secret"},
                {"keeps_value", c.keeps_value},
                {"label", c.label},
                {"secret", to_string(c.secret)},
                {"sink", c.sink}};
}

Value value_of(const ProveSecret& c) {
  return Fields{{"call", "prove_secret"},
                {"secret", to_string(c.secret)},
                {"secret_id", c.secret_id},
                {"sink", c.sink}};
}

Value value_of(const RetireSecret& c) {
  return Fields{{"call", "retire_secret"}, {"id", c.id}, {"principal_id", c.principal_id}};
}

}  // namespace

Value to_value(const Call& call) {
  return std::visit([](const auto& c) { return value_of(c); }, call);
}

Call call_from(const Value& value) {
  const Fields& fields = object_in(value, "a call");
  const std::string call = text_in(fields, "call");
  if (call == "create") return CreateObject{kind_in(fields), fields_in(fields, "fields")};
  if (call == "update") return update_from(fields);
  if (call == "delete") {
    return DeleteObject{kind_in(fields), text_in(fields, "id"), flag_in(fields, "with_contents")};
  }
  if (call == "patch_grants") return patch_from(fields);
  if (call == "write_acl") return acl_from(fields);
  return secret_call_from(call, fields);
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
          [](const ById& by) -> Value {
            return Fields{{"id", by.id}, {"kind", by.kind}, {"lookup", "object"}};
          },
          [](const AclOf& acl) -> Value {
            return Fields{{"kind", acl.kind}, {"lookup", "acl"}, {"on", acl.thing}};
          },
          [](const SecretsOf& secrets) -> Value {
            return Fields{{"lookup", "secrets"}, {"of", secrets.principal_id}};
          },
          [](const OtherWorkspacesOf& of) -> Value {
            return Fields{{"lookup", "other_workspaces"}, {"of", of.principal_id}};
          },
          [](const InSink& in) -> Value { return Fields{{"lookup", "sink"}, {"name", in.sink}}; },
          [](const GrantsOn& grants) -> Value {
            return Fields{{"lookup", "grants"}, {"on", to_text(grants.on)}};
          },
          [](const Below& below) -> Value {
            Fields fields{{"lookup", "below"}, {"on", to_text(below.parent)}};
            if (!below.kind.empty()) fields.emplace("kind", below.kind);
            return fields;
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
  if (lookup == "object" && find(fields, "id") != nullptr) {
    return ById{text_in(fields, "kind"), text_in(fields, "id")};
  }
  if (lookup == "object") return ByName{text_in(fields, "kind"), text_in(fields, "name")};
  if (lookup == "acl") return AclOf{text_in(fields, "kind"), text_in(fields, "on")};
  if (lookup == "secrets") return SecretsOf{text_in(fields, "of")};
  if (lookup == "other_workspaces") return OtherWorkspacesOf{text_in(fields, "of")};
  if (lookup == "sink") return InSink{text_in(fields, "name")};
  if (lookup == "grants") return GrantsOn{securable_from(text_in(fields, "on"))};
  if (lookup == "below") {
    const Securable parent = securable_from(text_in(fields, "on"));
    return Below{parent, find(fields, "kind") == nullptr ? "" : text_in(fields, "kind")};
  }
  if (lookup == "principal") return WhoIs{text_in(fields, "name")};
  throw CorruptError("'" + lookup + "' is no look-up");
}

}  // namespace dgctl::engine
