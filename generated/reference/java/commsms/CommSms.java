// Generated from openapi.yaml by `nox -s generate`; do not edit.
package commsms;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/** Types of request and response bodies. They do not validate: see the README two directories up. */
public final class CommSms {
  private CommSms() {}

  /**
   * The envelope of the 200 response.
   *
   * @param data The send that was stopped.
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record SmsCampaignSendResponse(
      @JsonProperty("data") SmsCampaignSendResource data
  ) {}

  /**
   * One send of an SMS campaign.
   *
   * @param id The send's ID, the same as `campaignSend` in the path. Very likely a UUID; the page does
   * not say.
   * @param nextStepTimestamp When the next step would be sent; null when none is planned, as after a
   * stop. Very likely `YYYY-MM-DD HH:MM:SS` in UTC, another form than that of `created_at`.
   * @param status State of the send. The values are not documented, not even the one after a stop. An
   * earlier version of the server had `draft`, `pending`, `in_progress`, `sent`, `failed` and
   * `cancelled`; `stopped` is plausible.
   * @param meta Settings and progress of the send.
   * @param createdAt When the send was created. Very likely ISO 8601 in UTC, with microseconds and `Z`.
   * @param updatedAt When the send last changed. Very likely ISO 8601 in UTC, with microseconds and `Z`.
   * @param logs What happened to the send. The order is not documented.
   * @param smsCampaignId ID of the campaign, the same as `campaign` in the path. Very likely a UUID; the
   * page does not say.
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record SmsCampaignSendResource(
      @JsonProperty("id") String id,
      @JsonProperty("next_step_timestamp") String nextStepTimestamp,
      @JsonProperty("status") String status,
      @JsonProperty("meta") SendMeta meta,
      @JsonProperty("created_at") String createdAt,
      @JsonProperty("updated_at") String updatedAt,
      @JsonProperty("logs") List<SendLog> logs,
      @JsonProperty("sms_campaign_id") String smsCampaignId
  ) {}

  /**
   * Settings and progress of a send. The block named after `send_type` holds its settings; the blocks of
   * the other types are expected to be null. The server keeps all of it as JSON and hands it over
   * through PHP.
   *
   * @param sendType How the send works. Only `manual` (one burst) is documented; `multistep` (optimised
   * batches) and `planner` (set days and times) are plausible.
   * @param segmentIds The segments of contacts that are addressed, very likely by their IDs, which are
   * UUIDs.
   * @param smsRoutingPlanId ID of the routing plan that carries the messages.
   * @param filterSegmentId ID of a segment that filters the contacts. Whether it keeps or removes its
   * members is not documented.
   * @param domainPlanId ID of the domain plan that short links follow.
   * @param useDedicatedDomains Whether short links use dedicated domains.
   * @param manualData Settings of a manual send.
   * @param multistepData Settings of a multistep send.
   * @param plannerData Settings of a planner send.
   * @param multistepStatus Progress of a send that works in steps.
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record SendMeta(
      @JsonProperty("send_type") String sendType,
      @JsonProperty("segment_ids") List<Object> segmentIds,
      @JsonProperty("sms_routing_plan_id") String smsRoutingPlanId,
      @JsonProperty("filter_segment_id") String filterSegmentId,
      @JsonProperty("domain_plan_id") String domainPlanId,
      @JsonProperty("use_dedicated_domains") Boolean useDedicatedDomains,
      @JsonProperty("manual_data") ManualData manualData,
      @JsonProperty("multistep_data") MultistepData multistepData,
      @JsonProperty("planner_data") PlannerData plannerData,
      @JsonProperty("multistep_status") MultistepStatus multistepStatus
  ) {}

  /**
   * Settings of a send in one burst.
   *
   * @param sendAmount How many messages to send. That 0 means without limit is likely but not
   * documented.
   * @param sendDatetime When to begin. The form of the text and its time zone are not documented.
   * @param throttleBatchSize Messages in one batch of a throttled send. That 0 means no throttling is
   * likely but not documented.
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ManualData(
      @JsonProperty("send_amount") Long sendAmount,
      @JsonProperty("send_datetime") String sendDatetime,
      @JsonProperty("throttle_batch_size") Long throttleBatchSize
  ) {}

  /**
   * Settings of a send in batches, with optimisation between the steps.
   *
   * @param stepSize Messages in one step.
   * @param stepDelay Pause between two steps in minutes.
   * @param minCtr A click-through rate, very likely in percent, and presumably the lowest at which the
   * send goes on.
   * @param maxSmsToSend Upper limit of messages for the whole send; null, and very likely 0, when there
   * is none.
   * @param maxMinutesToSend Upper limit of the send's duration in minutes; null, and very likely 0, when
   * there is none.
   * @param sendDatetime When to begin. The form of the text and its time zone are not documented.
   * @param isActive Whether this way of sending is switched on.
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record MultistepData(
      @JsonProperty("step_size") Long stepSize,
      @JsonProperty("step_delay") Long stepDelay,
      @JsonProperty("min_ctr") Double minCtr,
      @JsonProperty("max_sms_to_send") Long maxSmsToSend,
      @JsonProperty("max_minutes_to_send") Long maxMinutesToSend,
      @JsonProperty("send_datetime") String sendDatetime,
      @JsonProperty("is_active") Boolean isActive
  ) {}

  /**
   * Settings of a send on set days and times.
   *
   * @param daysOfWeek Days on which to send. The names are not documented; `Mon` to `Sun`, as in the
   * weekly schedule, are likely.
   * @param weeklySchedule Hours in which to send, in general or for a day.
   * @param multistepData Steps in which the planned send works.
   * @param weeklySmsContactLimit Messages that one contact may get in a week.
   * @param dailySmsContactLimit Messages that one contact may get in a day.
   * @param isActive Whether this way of sending is switched on.
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record PlannerData(
      @JsonProperty("days_of_week") List<String> daysOfWeek,
      @JsonProperty("weekly_schedule") WeeklySchedule weeklySchedule,
      @JsonProperty("multistep_data") PlannerMultistepData multistepData,
      @JsonProperty("weekly_sms_contact_limit") Long weeklySmsContactLimit,
      @JsonProperty("daily_sms_contact_limit") Long dailySmsContactLimit,
      @JsonProperty("is_active") Boolean isActive
  ) {}

  /**
   * As MultistepData, inside a planner. The page shows no defaults here; 200 and 5, as there, are
   * likely.
   *
   * @param stepSize Messages in one step.
   * @param stepDelay Pause between two steps in minutes.
   * @param minCtr A click-through rate, very likely in percent, and presumably the lowest at which the
   * send goes on.
   * @param maxSmsToSend Upper limit of messages for the whole send; null, and very likely 0, when there
   * is none.
   * @param maxMinutesToSend Upper limit of the send's duration in minutes; null, and very likely 0, when
   * there is none.
   * @param sendDatetime When to begin. The form of the text and its time zone are not documented.
   * @param isActive Whether this way of sending is switched on.
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record PlannerMultistepData(
      @JsonProperty("step_size") Long stepSize,
      @JsonProperty("step_delay") Long stepDelay,
      @JsonProperty("min_ctr") Double minCtr,
      @JsonProperty("max_sms_to_send") Long maxSmsToSend,
      @JsonProperty("max_minutes_to_send") Long maxMinutesToSend,
      @JsonProperty("send_datetime") String sendDatetime,
      @JsonProperty("is_active") Boolean isActive
  ) {}

  /**
   * Hours in which to send, presumably in the contact's local time. A day without hours of its own
   * presumably has those of `default`.
   *
   * @param default_ Hours of the days that have none of their own.
   * @param mon Hours on Mondays.
   * @param tue Hours on Tuesdays.
   * @param wed Hours on Wednesdays.
   * @param thu Hours on Thursdays.
   * @param fri Hours on Fridays.
   * @param sat Hours on Saturdays.
   * @param sun Hours on Sundays.
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record WeeklySchedule(
      @JsonProperty("default") TimeWindow default_,
      @JsonProperty("Mon") TimeWindow mon,
      @JsonProperty("Tue") TimeWindow tue,
      @JsonProperty("Wed") TimeWindow wed,
      @JsonProperty("Thu") TimeWindow thu,
      @JsonProperty("Fri") TimeWindow fri,
      @JsonProperty("Sat") TimeWindow sat,
      @JsonProperty("Sun") TimeWindow sun
  ) {}

  /**
   * A span of one day.
   *
   * @param start Time of day at which the span begins. The form of the text is not documented; `HH:MM`
   * is likely.
   * @param end Time of day at which the span ends. The form of the text is not documented; `HH:MM` is
   * likely.
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record TimeWindow(
      @JsonProperty("start") String start,
      @JsonProperty("end") String end
  ) {}

  /**
   * Progress of a send that works in steps.
   *
   * @param currentStep Number of the current step; 0 before the first.
   * @param totalAvailableContacts Contacts that the send can reach.
   * @param totalSent Messages sent so far.
   * @param lastSentTimestamp When the last message was sent, very likely in whole Unix seconds; null
   * before the first.
   * @param startTimestamp When the send began, very likely in Unix seconds with a fraction; null before
   * that.
   * @param initialBrands The brands with which the send began, and how many contacts each had.
   * @param stepsPerformance Results of the steps so far, one item for each step.
   * @param status State of the work in steps. Only `in_progress` is documented; the words of the send's
   * own status are likely.
   * @param statusReason Why the work is in this state, for a person to read; null when there is nothing
   * to say.
   * @param lastTimezones Time zones, presumably those served last. What an item looks like is not known.
   * @param plannerData Settings of the planner that the steps belong to. How they relate to
   * `planner_data` of the send is not documented.
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record MultistepStatus(
      @JsonProperty("current_step") Long currentStep,
      @JsonProperty("total_available_contacts") Long totalAvailableContacts,
      @JsonProperty("total_sent") Long totalSent,
      @JsonProperty("last_sent_timestamp") Double lastSentTimestamp,
      @JsonProperty("start_timestamp") Double startTimestamp,
      @JsonProperty("initial_brands") Object initialBrands,
      @JsonProperty("steps_performance") List<Map<String, Object>> stepsPerformance,
      @JsonProperty("status") String status,
      @JsonProperty("status_reason") String statusReason,
      @JsonProperty("last_timezones") List<Object> lastTimezones,
      @JsonProperty("planner_data") StatusPlannerData plannerData
  ) {}

  /**
   * As PlannerData, inside the status. The page shows no defaults here; 5 and 1, as there, are likely.
   *
   * @param daysOfWeek Days on which to send. The names are not documented; `Mon` to `Sun`, as in the
   * weekly schedule, are likely.
   * @param weeklySchedule Hours in which to send, in general or for a day.
   * @param multistepData Steps in which the planned send works.
   * @param weeklySmsContactLimit Messages that one contact may get in a week.
   * @param dailySmsContactLimit Messages that one contact may get in a day.
   * @param isActive Whether this way of sending is switched on.
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record StatusPlannerData(
      @JsonProperty("days_of_week") List<String> daysOfWeek,
      @JsonProperty("weekly_schedule") WeeklySchedule weeklySchedule,
      @JsonProperty("multistep_data") PlannerMultistepData multistepData,
      @JsonProperty("weekly_sms_contact_limit") Long weeklySmsContactLimit,
      @JsonProperty("daily_sms_contact_limit") Long dailySmsContactLimit,
      @JsonProperty("is_active") Boolean isActive
  ) {}

  /**
   * One entry of a send's history.
   *
   * @param callerId ID of what made the entry.
   * @param callerType Kind of what made the entry. Only `Send` is documented.
   * @param text What happened, for a person to read.
   * @param createdAt When the entry was made. Very likely ISO 8601 in UTC, with microseconds and `Z`.
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record SendLog(
      @JsonProperty("caller_id") String callerId,
      @JsonProperty("caller_type") String callerType,
      @JsonProperty("text") String text,
      @JsonProperty("created_at") String createdAt
  ) {}

  /**
   * The body of an error. Nothing is required: a reader decides by the status and takes the body as a
   * help.
   *
   * @param message What went wrong, for a person to read. The wording may change.
   * @param errors Messages by the name of the field that they complain about. Only validation errors
   * have it.
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ApiError(
      @JsonProperty("message") String message,
      @JsonProperty("errors") Map<String, List<String>> errors
  ) {}
}
