#include "engine/render/state_text.h"

#include "engine/render/shown.h"

namespace dgctl::engine {
namespace {

std::string line(const std::string& name, const std::string& value) {
  constexpr std::size_t kNameWidth = 18;
  const std::size_t pad = name.size() < kNameWidth ? kNameWidth - name.size() : 1;
  return "  " + name + std::string(pad, ' ') + value + "\n";
}

std::string text(const std::string& value) { return shown(std::string_view(value)); }

}  // namespace

std::string recorded_for_people(const Recorded& recorded) {
  std::string out = shown(recorded.address) + "\n";
  for (const auto& [name, value] : recorded.fields) out += line(text(name), shown(&value));
  for (const RecordedSecret& secret : recorded.secrets) {
    out += line("secret",
                (secret.id.empty() ? std::string("not known") : text(secret.id)) + ", " +
                    to_string(secret.status) +
                    (secret.expires.empty() ? "" : ", expires " + text(secret.expires)));
  }
  if (!recorded.given.empty()) out += line("given by dgctl", shown(recorded.given));
  out += line("came by", recorded.created ? "dgctl made it" : "it was adopted");
  if (recorded.prevent_destroy) out += line("prevent_destroy", "true");
  if (recorded.force_destroy) out += line("force_destroy", "true");
  for (const Address& address : recorded.needs) out += line("needs", shown(address));
  return out;
}

std::string state_for_people(const State& state) {
  std::string out =
      "State of " + text(state.stack) + ", serial " + std::to_string(state.serial) + "\n";
  out += line(
      "workspace",
      text(state.pins.host) + " (workspace_id " + std::to_string(state.pins.workspace_id) + ")");
  out += line("metastore", text(state.pins.metastore_id));
  out += line("lineage", text(state.lineage));
  if (!state.runs.empty()) {
    out += line("last applied",
                text(state.runs.back().finished) + " by " + text(state.runs.back().who));
  }
  for (const auto& [address, recorded] : state.resources)
    out += "\n" + recorded_for_people(recorded);
  if (!state.excess.empty()) out += "\nHeld beyond the configuration at the last apply\n";
  for (const auto& [key, words] : state.excess) out += line(text(key.name), shown(words));
  return out;
}

std::string runs_for_people(const State& state) {
  std::string out;
  for (const RunRecord& run : state.runs) {
    out += text(run.finished) + "  " + text(run.operation) + "  " + text(run.outcome) + "  " +
           std::to_string(run.added) + " added, " + std::to_string(run.changed) + " changed, " +
           std::to_string(run.destroyed) + " destroyed  by " + text(run.who);
    if (!run.plan.empty()) out += "  plan " + text(run.plan.substr(0, 12));
    out += "\n";
  }
  return out;
}

}  // namespace dgctl::engine
