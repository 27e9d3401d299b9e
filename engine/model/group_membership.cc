#include "engine/model/descriptor.h"
#include "engine/model/unity_fields.h"

namespace dgctl::engine {

// databricks-sdk-go service/iam/model.go Group. Who is in the groups that are built in follows from
// elsewhere.
Descriptor group_membership_descriptor() {
  Descriptor d = entry_with_levels("group_membership", {"MEMBER"});
  d.terraform_type = "databricks_group_member";
  d.acl_words = "the members of ";
  d.principal_by_id = true;
  d.thing_type = "group";
  d.listed_as = "groups";
  d.list_description =
      "The groups that it is a member of, by their names. Of other members, and of groups that are "
      "not named, nothing is changed.";
  d.list_example = "[analysts]";
  d.refused_things = {
      {"admins", "who is in it follows from the assignment; write 'assignment: ADMIN'"},
      {"users", "who is in it follows from the assignment; write 'assignment: USER'"},
      {"account users", "everybody of the account is in it"}};
  d.notice = "what the group holds, now and later, it holds then too; that is not shown here";
  d.description = "That a service principal is a member of a group.";
  d.source = "https://docs.databricks.com/api/workspace/groups";
  d.fields = {thing_field("The group, by its name.", "group:analysts"),
              entry_principal_field(),
              level_field(d.levels, "MEMBER")};
  return d;
}

}  // namespace dgctl::engine
