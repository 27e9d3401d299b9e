#include "engine/render/state_text.h"

#include "engine/render/shown.h"
#include "engine/render/table.h"
#include "engine/state/document.h"

namespace dgctl::engine {
namespace {

std::string aligned(const std::string& name, const std::string& value) {
  constexpr std::size_t kNameWidth = 18;
  const std::size_t pad = name.size() < kNameWidth ? kNameWidth - name.size() : 1;
  return "  " + name + std::string(pad, ' ') + value + "\n";
}

}  // namespace

std::string recorded_for_people(const Recorded& recorded) {
  std::string out = shown(recorded.address) + "\n";
  for (const auto& [name, value] : recorded.fields) out += aligned(shown(name), shown(&value));
  for (const RecordedSecret& secret : recorded.secrets) {
    out += aligned("secret",
                   (secret.id.empty() ? std::string("not known") : shown(secret.id)) + ", " +
                       to_string(secret.status) +
                       (secret.expires.empty() ? "" : ", expires " + shown(secret.expires)));
  }
  if (!recorded.given.empty()) out += aligned("given by dgctl", shown(recorded.given));
  out += aligned("came by", recorded.created ? "dgctl made it" : "it was adopted");
  if (recorded.prevent_destroy) out += aligned("prevent_destroy", "true");
  if (recorded.force_destroy) out += aligned("force_destroy", "true");
  for (const Address& address : recorded.needs) out += aligned("needs", shown(address));
  return out;
}

std::string state_for_people(const State& state) {
  std::string out =
      "State of " + shown(state.stack) + ", serial " + std::to_string(state.serial) + "\n";
  out += aligned(
      "workspace",
      shown(state.pins.host) + " (workspace_id " + std::to_string(state.pins.workspace_id) + ")");
  out += aligned("metastore", shown(state.pins.metastore_id));
  out += aligned("lineage", shown(state.lineage));
  if (const RunRecord* last = state.last_apply()) {
    out += aligned("last applied", shown(last->finished) + " by " + shown(last->who));
  }
  for (const auto& [address, recorded] : state.resources)
    out += "\n" + recorded_for_people(recorded);
  if (!state.excess.empty()) out += "\nHeld beyond the configuration at the last apply\n";
  for (const auto& [key, words] : state.excess) out += aligned(shown(key.name), shown(words));
  return out;
}

namespace {

std::vector<std::string> row_of(const RunRecord& run) {
  constexpr std::size_t kShortDigest = 12;
  const auto number = [&](std::int64_t n) {
    return run.is_of_state_only() ? std::string("-") : std::to_string(n);
  };
  return {shown(run.finished),
          shown(run.who),
          shown(run.operation),
          run.plan.empty() ? "-" : shown(run.plan.substr(0, kShortDigest)),
          shown(run.outcome),
          number(run.added),
          number(run.changed),
          number(run.destroyed)};
}

}  // namespace

std::string runs_for_people(const State& state) {
  constexpr std::size_t kFirstNumber = 5;
  std::vector<std::vector<std::string>> rows{
      {"WHEN", "WHO", "WHAT", "PLAN", "OUTCOME", "ADDED", "CHANGED", "DESTROYED"}};
  for (const RunRecord& run : state.runs) rows.push_back(row_of(run));
  return table_text(rows, {0, kFirstNumber});
}

std::string list_as_json(const std::vector<const Recorded*>& resources) {
  List list;
  for (const Recorded* recorded : resources) {
    list.emplace_back(Fields{{"address", to_string(recorded->address)},
                             {"id", recorded->id},
                             {"kind", recorded->address.kind},
                             {"origin", recorded->created ? "created" : "adopted"},
                             {"protected", recorded->prevent_destroy}});
  }
  return to_printed_json(Fields{{"resources", std::move(list)}});
}

std::string runs_as_json(const State& state) {
  List list;
  for (const RunRecord& run : state.runs) list.push_back(to_value(run));
  return to_printed_json(Fields{{"runs", std::move(list)}});
}

}  // namespace dgctl::engine
