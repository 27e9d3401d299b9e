#include "engine/apply/refresh.h"

#include <set>
#include <stdexcept>

#include "engine/apply/settle.h"
#include "engine/digest/sha256.h"
#include "engine/edges/error.h"

namespace dgctl::engine {
namespace {

constexpr int kRounds = 100;  // no plan depends on itself so deeply

/// The state with the journal worked in, as far as what was read tells.
std::vector<Lookup> settle_into(Refreshed& refreshed, const Opened& opened) {
  if (!opened.journal) {
    refreshed.state = opened.state;
    return {};
  }
  Settled settled = settle(opened.state, *opened.journal, refreshed.live);
  refreshed.state = std::move(settled.state);
  refreshed.settled = std::move(settled.done);
  refreshed.cannot_tell = std::move(settled.cannot_tell);
  refreshed.interrupted = std::move(settled.run);
  return settled.missing;
}

// Those that read bytes do not know where they lie, and say "it".

State read_state(const std::string& bytes, const StateStore& store) {
  const std::string attempt = "cannot read the state " + store.where() + ": ";
  try {
    return state_from(bytes);
  } catch (const CorruptError& error) {
    throw CorruptError(attempt + error.what() +
                       "; put back a copy of it, or the one before it, which is " + store.backup());
  } catch (const Error& error) {
    throw Error(attempt + error.what());
  }
}

std::optional<Journal> read_journal(const std::vector<std::string>& lines,
                                    const JournalStore& store) {
  const std::string attempt = "cannot read the journal " + store.where() + ": ";
  try {
    return journal_from(lines);
  } catch (const CorruptError& error) {
    throw CorruptError(attempt + error.what() +
                       "; put back a copy of it, or move it away: the next plan adopts what the "
                       "interrupted run made");
  } catch (const Error& error) {
    throw Error(attempt + error.what());
  }
}

}  // namespace

void read_into(Live& live,
               const std::vector<Lookup>& wanted,
               Reader& reader,
               const std::stop_token& stop) {
  if (stop.stop_requested()) throw StoppedError("interrupted while reading the workspace");
  const std::vector<ReadResult> results = reader.read(wanted, stop);
  for (std::size_t i = 0; i < wanted.size(); ++i) live.emplace(wanted[i], results[i]);
}

Opened open_ledger(StateStore& store, JournalStore& journal, const std::stop_token& stop) {
  Opened opened;
  if (auto loaded = store.load(stop)) {
    opened.state = read_state(loaded->first, store);
    opened.version = std::move(loaded->second);
  }
  const std::vector<std::string> lines = journal.entries(stop);
  opened.journal = read_journal(lines, journal);
  if (opened.journal) {
    std::string all;
    for (const std::string& line : lines) all += line + "\n";
    opened.journal_digest = sha256(all);
  }
  return opened;
}

Refreshed refresh(const Desired& desired,
                  const Opened& opened,
                  Reader& reader,
                  const RefreshOptions& options,
                  const std::stop_token& stop) {
  Refreshed refreshed;
  for (int round = 0; round < kRounds; ++round) {
    const std::vector<Lookup> evidence = settle_into(refreshed, opened);
    refreshed.draft = draft({desired,
                             refreshed.state,
                             refreshed.live,
                             options.now,
                             options.destroy,
                             options.rotation,
                             options.drift,
                             options.choices});
    if (!refreshed.draft.wrong_workspace.empty()) return refreshed;
    std::set<Lookup> wanted(evidence.begin(), evidence.end());
    wanted.insert(refreshed.draft.missing.begin(), refreshed.draft.missing.end());
    if (wanted.empty()) return refreshed;
    read_into(refreshed.live, {wanted.begin(), wanted.end()}, reader, stop);
  }
  throw std::logic_error("the diff keeps asking for more");
}

Refreshed settle_only(const Opened& opened, Reader& reader, const std::stop_token& stop) {
  Refreshed refreshed;
  const std::vector<Lookup> evidence = settle_into(refreshed, opened);
  if (evidence.empty()) return refreshed;
  const std::set<Lookup> wanted(evidence.begin(), evidence.end());
  read_into(refreshed.live, {wanted.begin(), wanted.end()}, reader, stop);
  settle_into(refreshed, opened);
  return refreshed;
}

}  // namespace dgctl::engine
