#include "engine/render/import_text.h"

#include <map>
#include <vector>

#include "engine/model/privileges.h"
#include "engine/render/shown.h"
#include "engine/render/table.h"

namespace dgctl::engine {
namespace {

/// What the configuration says of a field that differs.
std::string otherwise(const FieldChange& change) {
  const bool is_set = change.desired && change.desired->list() != nullptr;
  if (!is_set) return "the configuration: " + shown(change.desired ? &*change.desired : nullptr);
  std::string out;
  const Privileges comes = members_of(change.desired ? &*change.desired : nullptr);
  const Privileges goes = members_of(change.live ? &*change.live : nullptr);
  if (!comes.empty()) out += "adds " + shown(comes);
  if (!goes.empty()) out += (out.empty() ? "" : ", ") + ("takes away " + shown(goes));
  return "the configuration " + out;
}

/// By field what the next apply changes.
std::map<std::string, std::string> differences(const ImportDraft& draft) {
  std::map<std::string, std::string> all;
  if (!draft.next) return all;
  for (const Change& change : *draft.next) {
    const auto* update = std::get_if<Update>(&change);
    if (update == nullptr) continue;
    for (const FieldChange& field : update->fields) {
      std::string& said = all[field.field];
      said += (said.empty() ? "" : "; ") + otherwise(field);
    }
  }
  return all;
}

std::string outlook(const ImportDraft& draft, std::size_t differing) {
  if (!draft.next) return "`dgctl plan` says what the next apply does.";
  if (differing > 0) {
    return "The next apply changes " + std::to_string(differing) +
           (differing == 1 ? " field" : " fields") + " of it; `dgctl plan` shows how.";
  }
  for (const Change& change : *draft.next) {
    if (is_counted(change))
      return "The next apply changes something of it; `dgctl plan` shows what.";
  }
  return "The next apply changes nothing of it.";
}

}  // namespace

std::string import_for_people(const ImportDraft& draft, bool is_trial) {
  const Recorded& recorded = draft.recorded;
  const std::map<std::string, std::string> differ = differences(draft);
  std::vector<std::vector<std::string>> rows;
  for (const auto& [name, value] : recorded.fields) {
    const auto said = differ.find(name);
    rows.push_back(
        {shown(name), shown(&value), said == differ.end() ? "" : "(" + said->second + ")"});
  }
  for (const auto& [name, said] : differ) {
    if (!recorded.fields.contains(name)) {
      rows.push_back({shown(name), shown(static_cast<const Value*>(nullptr)), "(" + said + ")"});
    }
  }
  for (const RecordedSecret& secret : recorded.secrets) {
    rows.push_back(
        {"secret",
         shown(secret.id) + (secret.expires.empty() ? "" : ", expires " + shown(secret.expires))});
  }
  std::string out = shown(recorded.address) + (is_trial ? " would be" : " is") +
                    " recorded as it is now:\n\n" + table_text(rows, {4}) + "\n";
  if (!draft.note.empty()) out += "note: " + shown(draft.note) + "\n\n";
  return out + outlook(draft, differ.size()) + "\n";
}

}  // namespace dgctl::engine
