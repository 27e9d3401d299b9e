#pragma once

#include "engine/plan/drafting.h"

// What the parts of the diff that are about secrets share.

namespace dgctl::engine {

/// The most secrets of ours that one principal has: the one in use, and the one that follows it.
inline constexpr std::size_t kMostOfOurs = 2;

/// Seconds since 1970 of a time in RFC 3339; 0 for none.
std::int64_t time_of(const std::string& rfc3339);
const SecretInfo* find_secret(const std::vector<SecretInfo>& all, const std::string& id);
/// What a secret that was asked for without an answer has made: what was not there before, was made
/// after that, and lives as long as ours.
std::vector<RecordedSecret> made_unheard(const RecordedSecret& unheard,
                                         const std::set<std::string>& known,
                                         const std::vector<SecretInfo>& live);
/// Whether a secret ends so soon, by what a desired one says, that another is to be made.
bool is_due(const RecordedSecret& secret, const Fields& fields, std::int64_t now_s);
/// What was found of the secrets of one principal.
struct SecretSight {
  const DesiredResource& resource;  ///< that asks for one
  const std::string& principal_id;
  const Recorded* record;  ///< nullptr: nothing is recorded of it
  const std::vector<SecretInfo>& live;
  const std::vector<RecordedSecret>& ours;  ///< that are there, oldest first
  const std::vector<RecordedSecret>& lost;  ///< ours whose value is lost
};
/// Secrets that are not ours are held beyond the configuration, and stay.
void note_secrets_of_others(Drafting& drafting, const SecretSight& sight);
/// What was known of those stays recorded where it cannot be looked at now.
void keep_secrets_of_others(Drafting& drafting, const std::string& principal_id);
/// Secrets of ours that somebody deleted, those that others made, and one that ends soon.
void note_secret_drift(Drafting& drafting, const SecretSight& sight);
/// What people read of one secret.
Resource shown_secret(const Address& address, const RecordedSecret& secret);
/// The deletion of one secret.
Drafted retirement(const Address& address, const RecordedSecret& secret);
/// The principal of a desired secret, as a message names it.
std::string holder_of(const Drafting& drafting,
                      const DesiredResource& secret,
                      const Fields& fields);
/// Whether the sink of a desired secret holds nothing of another stack. Notes what it holds.
bool is_sink_own(Drafting& drafting, const DesiredResource& secret, const ReadResult& sink);
/// Whether a secret of that principal gives nobody more than was meant, and can be made here. Notes
/// what forbids it. False also: not read yet. `fields`: of the secret, resolved.
bool may_hold_secret(Drafting& drafting, const DesiredResource& secret, const Fields& fields);
/// One desired secret, and what is recorded of it.
void draft_secret(Drafting& drafting, const DesiredResource& resource, const Recorded* record);

}  // namespace dgctl::engine
