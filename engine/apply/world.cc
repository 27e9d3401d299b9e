#include "engine/apply/world.h"

#include <algorithm>

#include "engine/apply/waits.h"
#include "engine/edges/error.h"
#include "engine/model/descriptor.h"
#include "engine/model/duration.h"
#include "engine/model/overloaded.h"
#include "engine/state/unheard_secrets.h"

namespace dgctl::engine {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kUsableWithin{60'000};  // a secret that was just issued works by then

const std::string& text_in(const Value& value) {
  static const std::string kNone;
  return value.text() == nullptr ? kNone : *value.text();
}

/// What a sink reports, as all that a step reports.
[[noreturn]] void rethrow(const Error& error) {
  throw ProviderError(ErrorClass::Invalid, error.what());
}

}  // namespace

ReadResult World::read_sink(const std::string& sink, const std::stop_token& stop) {
  try {
    return edges_.sinks.at(sink).peek(stop);
  } catch (const Error& error) {
    return Hidden{"", error.what()};
  }
}

namespace {

/// How often what cannot be there without having been made is looked for before it counts as
/// absent: identities are not visible everywhere at once, and not from one moment to the next.
std::size_t tries_for(const Lookup& lookup) {
  constexpr std::size_t kRecorded = 3;
  constexpr std::size_t kPerhapsMade = 5;
  const auto is_slow = [](const std::string& kind) {
    const auto& fields = descriptor_of(kind).fields;
    return std::any_of(
        fields.begin(), fields.end(), [](const Field& field) { return field.proves_creation; });
  };
  // What a person may have mistyped, an application id, is told at once.
  if (const auto* by = std::get_if<ById>(&lookup)) {
    return is_slow(by->kind) && !is_uuid(by->id) ? kRecorded : 1;
  }
  const auto* by = std::get_if<ByName>(&lookup);
  return by != nullptr && by->name.starts_with(kProofPrefix) && is_slow(by->kind) ? kPerhapsMade
                                                                                  : 1;
}

}  // namespace

std::vector<ReadResult> World::read_workspace(std::span<const Lookup> wanted,
                                              const std::stop_token& stop) {
  std::vector<ReadResult> results = workspace_.read(wanted, stop);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    milliseconds wait = kFirstWait;
    for (std::size_t tries = tries_for(wanted[i]); tries > 1; --tries) {
      if (!std::holds_alternative<Absent>(results[i])) break;
      if (!clock_.sleep(wait, stop)) throw StoppedError("interrupted while reading the workspace");
      wait *= 2;
      results[i] = workspace_.read(wanted.subspan(i, 1), stop).front();
    }
  }
  return results;
}

std::vector<ReadResult> World::read(std::span<const Lookup> wanted, std::stop_token stop) {
  std::vector<Lookup> of_workspace;
  for (const Lookup& lookup : wanted) {
    if (!std::holds_alternative<InSink>(lookup)) of_workspace.push_back(lookup);
  }
  std::vector<ReadResult> read = read_workspace(of_workspace, stop);
  if (of_workspace.size() == wanted.size()) return read;
  std::vector<ReadResult> all;
  all.reserve(wanted.size());
  auto next = read.begin();
  for (const Lookup& lookup : wanted) {
    const auto* in = std::get_if<InSink>(&lookup);
    all.push_back(in == nullptr ? std::move(*next++) : read_sink(in->sink, stop));
  }
  return all;
}

StepOutcome World::write(const Step& step, std::stop_token stop) {
  return std::visit(Overloaded{
                        [&](const CreateObject&) { return workspace_.write(step, stop); },
                        [&](const UpdateObject&) { return workspace_.write(step, stop); },
                        [&](const DeleteObject&) { return workspace_.write(step, stop); },
                        [&](const PatchGrants&) { return workspace_.write(step, stop); },
                        [&](const WriteAcl&) { return workspace_.write(step, stop); },
                        [&](const IssueSecret& call) { return issue(call, stop); },
                        [&](const StoreSecret& call) { return store(call, stop); },
                        [&](const ProveSecret& call) {
                          prove(call, stop);
                          return StepOutcome{};
                        },
                        [&](const RetireSecret& call) {
                          edges_.issuer.retire(call.principal_id, call.id, stop);
                          return StepOutcome{};
                        },
                    },
                    step.call);
}

/// Deletes what an attempt that was not heard has made: its value is lost. An error says that there
/// may be something of it: the next run looks again.
void World::delete_unheard(const IssueSecret& call, const std::stop_token& stop) {
  const std::string& principal = text_in(call.principal_id);
  const Lookup lookup = SecretsOf{principal};
  try {
    const ReadResult result = workspace_.read({&lookup, 1}, stop).front();
    const auto* found = std::get_if<Found>(&result);
    if (found == nullptr) {
      const auto* hidden = std::get_if<Hidden>(&result);
      throw ProviderError(ErrorClass::Denied,
                          "whether a secret was made whose value was lost may not be seen" +
                              (hidden == nullptr ? std::string() : ": " + hidden->reason));
    }
    const std::string& since = call.repeated_since.empty() ? call.since : call.repeated_since;
    const auto& live = std::get<std::vector<SecretInfo>>(found->live);
    for (const SecretInfo& made : made_by({call.ids_before, since, call.lifetime_s}, live)) {
      edges_.issuer.retire(principal, made.id, stop);
    }
  } catch (ProviderError& error) {
    error.may_have_happened = true;
    throw;
  }
}

StepOutcome World::issue(const IssueSecret& call, const std::stop_token& stop) {
  try {
    edges_.sinks.at(call.sink).check(stop);
  } catch (const Error& error) {
    rethrow(error);
  }
  if (!call.repeated_since.empty()) delete_unheard(call, stop);
  for (int tries = 1;; ++tries) {
    try {
      IssuedSecret issued = edges_.issuer.issue(
          text_in(call.principal_id), std::chrono::seconds(call.lifetime_s), stop);
      const std::scoped_lock lock(mutex_);
      values_.erase(call.secret);
      values_.emplace(call.secret, std::move(issued.value));
      return {issued.info.id,
              {{"created", issued.info.created},
               {"expires", issued.info.expires},
               {"hash", issued.info.hash},
               {"id", issued.info.id}}};
    } catch (const ProviderError& error) {
      if (!error.may_have_happened || tries == kTries) throw;
      if (!clock_.sleep(kFirstWait, stop)) throw;
      delete_unheard(call, stop);
    }
  }
}

StepOutcome World::store(const StoreSecret& call, const std::stop_token& stop) {
  std::optional<Secret> value;
  if (call.keeps_value) {
    value.emplace(value_in(call.sink, text_of(call.label, "secret_id"), stop).second);
  } else {
    const std::scoped_lock lock(mutex_);
    const auto it = values_.find(call.secret);
    if (it != values_.end()) value.emplace(std::move(it->second));
    values_.erase(call.secret);
  }
  if (!value) throw ProviderError(ErrorClass::Ours, "the value of the secret is not there");
  const SinkLabel label{text_of(call.label, "host"),
                        text_of(call.label, "stack"),
                        text_of(call.label, "client_id"),
                        text_of(call.label, "secret_id"),
                        text_of(call.label, "expires"),
                        {}};
  Fields settings;
  for (const char* name : kSinkSettings) {
    if (const Value* setting = find(call.label, name)) settings.emplace(name, *setting);
  }
  try {
    edges_.sinks.at(call.sink).store(label, settings, *value, stop);
  } catch (const Error& error) {
    rethrow(error);
  }
  return {};
}

std::pair<SinkLabel, Secret> World::value_in(const std::string& name,
                                             const std::string& secret_id,
                                             const std::stop_token& stop) {
  try {
    ReadableSink& sink = edges_.sinks.at(name);
    const ReadResult peeked = sink.peek(stop);
    const auto* found = std::get_if<Found>(&peeked);
    SinkLabel label;
    if (found != nullptr) label = std::get<SinkLabel>(found->live);
    if (label.secret_id != secret_id) {
      throw Error("the sink " + name +
                  (found == nullptr ? " holds nothing" : " holds another secret") +
                  ", not the one that was stored");
    }
    return {std::move(label), sink.load(stop)};
  } catch (const ProviderError&) {
    throw;
  } catch (const Error& error) {
    rethrow(error);
  }
}

void World::prove(const ProveSecret& call, const std::stop_token& stop) {
  const auto [label, value] = value_in(call.sink, text_in(call.secret_id), stop);
  for (milliseconds waited{0};;) {
    try {
      edges_.logins.prove(label.client_id, value, stop);
      return;
    } catch (const ProviderError& error) {
      const bool may_come = error.error_class == ErrorClass::Unauthenticated ||
                            error.error_class == ErrorClass::Throttled ||
                            error.error_class == ErrorClass::Transient ||
                            error.error_class == ErrorClass::Transport;
      if (!may_come || waited >= kUsableWithin) throw;
    }
    const milliseconds wait = std::clamp(waited, kFirstWait, kLongestWait);
    waited += wait;
    if (!clock_.sleep(wait, stop)) throw StoppedError("interrupted while logging in");
  }
}

}  // namespace dgctl::engine
